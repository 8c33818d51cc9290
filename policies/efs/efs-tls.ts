import { definePolicy } from "../policy";
import { isWithoutTls, refusals, statementsOf } from "../statements";
import { fileSystemType } from "./types";

export default definePolicy({
  id: "efs-tls",
  title: "Every file system refuses to be mounted without TLS",
  rationale: "NFS carries what is read and written in clear.",
  severity: "advisory",
  service: "efs",
  fix: 'Add an aws.efs.FileSystemPolicy that denies all to everyone under {"Bool": {"aws:SecureTransport": "false"}}.',
  example: `new aws.efs.FileSystemPolicy("databases", {
  fileSystemId: fileSystem.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Deny", Principal: "*", Action: "*", Resource: fileSystem.arn, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ],
  }),
});`,
  types: [fileSystemType],
  scope: "stack",
  *check(fileSystem, graph) {
    const policies = graph.pointingAt(fileSystem, "aws:efs/fileSystemPolicy:FileSystemPolicy", "fileSystemId");
    const statements = policies.flatMap((policy) => statementsOf(policy, "policy"));
    const actions = ["elasticfilesystem:clientmount", "elasticfilesystem:clientwrite"];
    if (refusals(statements, actions, isWithoutTls).length === 0) yield "is mounted without TLS";
  },
});
