import policy from "../../../policies/efs/efs-access-point";
import { describePolicy, resource, UNKNOWN } from "../support";

const point = (props: Record<string, unknown>) => resource("aws:efs/accessPoint:AccessPoint", "a", props);

describePolicy(policy, {
  good: {
    "a directory and a user": [point({ rootDirectory: { path: "/a" }, posixUser: { uid: 1, gid: 1 } })],
    another: [point({ rootDirectory: { path: "/a/b" }, posixUser: { uid: 0, gid: 0 } })],
  },
  bad: {
    nothing: { graph: [point({})], says: /opens the whole file system\ntakes the user/ },
    "the root": { graph: [point({ rootDirectory: { path: "/" }, posixUser: { uid: 1, gid: 1 } })], says: /whole/ },
    "no user": { graph: [point({ rootDirectory: { path: "/a" } })], says: /takes the user that the client names/ },
  },
  undecided: { "the directory is unknown": [point({ rootDirectory: UNKNOWN, posixUser: { uid: 1, gid: 1 } })] },
});
