import { isGiven, isTrue } from "../graph";
import { definePolicy } from "../policy";
import { fileSystemType } from "./types";

export default definePolicy({
  id: "efs-encrypted",
  title: "Every file system is encrypted at rest with a customer key",
  rationale: "It cannot be encrypted later: everything would have to be copied.",
  severity: "mandatory",
  service: "efs",
  securityHub: ["EFS.1", "EFS.8"],
  checkov: ["CKV_AWS_42", "CKV_AWS_184"],
  fix: "Set encrypted and kmsKeyId; the file system is replaced.",
  example: `new aws.efs.FileSystem("databases", { encrypted: true, kmsKeyId: key.arn });`,
  types: [fileSystemType],
  scope: "resource",
  *check(fileSystem) {
    if (!isTrue(fileSystem, "encrypted")) yield "is not encrypted";
    else if (!isGiven(fileSystem, "kmsKeyId")) yield "is encrypted with AWS's own key";
  },
});
