import { read } from "../graph";
import { definePolicy } from "../policy";
import { fileSystemType } from "./types";

export default definePolicy({
  id: "efs-backup",
  title: "Every file system is backed up",
  rationale: "What a mistake deletes from a file system is gone at once.",
  severity: "advisory",
  service: "efs",
  securityHub: ["EFS.2", "EFS.7"],
  fix: 'Add an aws.efs.BackupPolicy with status "ENABLED".',
  example: `new aws.efs.BackupPolicy("databases", { fileSystemId: fileSystem.id, backupPolicy: { status: "ENABLED" } });`,
  types: [fileSystemType],
  scope: "stack",
  *check(fileSystem, graph) {
    const policies = graph.pointingAt(fileSystem, "aws:efs/backupPolicy:BackupPolicy", "fileSystemId");
    if (!policies.some((policy) => read(policy, "backupPolicy", "status") === "ENABLED")) yield "is not backed up";
  },
});
