import { isGiven, type ResourceNode } from "../graph";
import { definePolicy } from "../policy";
import { fileSystemType } from "./types";

export default definePolicy({
  id: "efs-multi-az",
  title: "Every file system is kept, and mounted, in several availability zones",
  rationale: "With its one zone the file system is gone, and the functions that need it.",
  severity: "advisory",
  service: "efs",
  fix: "Leave availabilityZoneName out, and make an aws.efs.MountTarget in each subnet.",
  example: `const fileSystem = new aws.efs.FileSystem("databases", { encrypted: true, kmsKeyId: key.arn });
subnetIds.forEach((subnetId, index) => new aws.efs.MountTarget(\`databases-\${index}\`, { fileSystemId: fileSystem.id, subnetId }));`,
  types: [fileSystemType],
  scope: "stack",
  *check(fileSystem, graph) {
    if (isGiven(fileSystem, "availabilityZoneName")) yield "is kept in one availability zone";
    const targets = (wanted?: (target: ResourceNode) => boolean) =>
      graph.pointingAt(fileSystem, "aws:efs/mountTarget:MountTarget", "fileSystemId", wanted);
    const [first] = targets();
    if (first !== undefined && targets((target) => target !== first).length === 0)
      yield "is mounted in one availability zone";
  },
});
