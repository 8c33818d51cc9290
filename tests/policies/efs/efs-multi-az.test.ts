import policy from "../../../policies/efs/efs-multi-az";
import { describePolicy, resource, UNKNOWN } from "../support";

const fileSystem = (props: Record<string, unknown> = {}, more = {}) =>
  resource("aws:efs/fileSystem:FileSystem", "fs", props, { id: "fs-1", ...more });
const target = (name: string) =>
  resource("aws:efs/mountTarget:MountTarget", name, { fileSystemId: "fs-1", subnetId: name });

describePolicy(policy, {
  good: {
    "two targets": [fileSystem(), target("a"), target("b")],
    "none of the stack": [fileSystem()],
  },
  bad: {
    "one zone": { graph: [fileSystem({ availabilityZoneName: "eu-west-1a" })], says: /kept in one/ },
    "one target": { graph: [fileSystem(), target("a")], says: /mounted in one/ },
  },
  undecided: {
    "what the target mounts is unknown": [
      fileSystem(),
      resource("aws:efs/mountTarget:MountTarget", "m", { fileSystemId: UNKNOWN }),
    ],
  },
});
