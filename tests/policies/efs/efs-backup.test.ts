import policy from "../../../policies/efs/efs-backup";
import { describePolicy, resource, UNKNOWN } from "../support";

const fileSystem = (props: Record<string, unknown> = {}, more = {}) =>
  resource("aws:efs/fileSystem:FileSystem", "fs", props, { id: "fs-1", ...more });
const backup = (status: unknown) =>
  resource("aws:efs/backupPolicy:BackupPolicy", "b", { fileSystemId: "fs-1", backupPolicy: { status } });

describePolicy(policy, {
  good: {
    on: [fileSystem(), backup("ENABLED")],
    "no file system of the stack": [backup("DISABLED")],
  },
  bad: {
    nothing: { graph: [fileSystem()], says: /is not backed up/ },
    off: { graph: [fileSystem(), backup("DISABLED")], says: /is not backed up/ },
  },
  undecided: { "the status is unknown": [fileSystem(), backup(UNKNOWN)] },
});
