import { isGiven, read } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "efs-access-point",
  title: "Every access point has a directory and a user of its own",
  rationale: "Otherwise a function that is taken over changes the files of all others, as root.",
  severity: "mandatory",
  service: "efs",
  securityHub: ["EFS.3", "EFS.4"],
  checkov: ["CKV_AWS_329", "CKV_AWS_330"],
  fix: "Set rootDirectory.path to a directory, and posixUser.",
  example: `new aws.efs.AccessPoint("loader", {
  fileSystemId: fileSystem.id,
  rootDirectory: { path: "/loader", creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0750" } },
  posixUser: { uid: 1000, gid: 1000 },
});`,
  types: ["aws:efs/accessPoint:AccessPoint"],
  scope: "resource",
  *check(accessPoint) {
    const path = read(accessPoint, "rootDirectory", "path");
    if (path === undefined || path === null || path === "/" || path === "") yield "opens the whole file system";
    if (!isGiven(accessPoint, "posixUser")) yield "takes the user that the client names";
  },
});
