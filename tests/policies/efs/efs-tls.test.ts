import policy from "../../../policies/efs/efs-tls";
import { describePolicy, document, resource, UNKNOWN } from "../support";

const fileSystem = (props: Record<string, unknown> = {}, more = {}) =>
  resource("aws:efs/fileSystem:FileSystem", "fs", props, { id: "fs-1", ...more });
const deny = { Effect: "Deny", Principal: "*", Action: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
const policyOf = (statement: Record<string, unknown>) =>
  resource("aws:efs/fileSystemPolicy:FileSystemPolicy", "p", { fileSystemId: "fs-1", policy: document(statement) });

describePolicy(policy, {
  good: {
    "everyone is refused": [fileSystem(), policyOf(deny)],
    "the actions are named": [
      fileSystem(),
      policyOf({ ...deny, Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"] }),
    ],
  },
  bad: {
    "no policy": { graph: [fileSystem()], says: /without TLS/ },
    "reading stays open": {
      graph: [fileSystem(), policyOf({ ...deny, Action: "elasticfilesystem:ClientWrite" })],
      says: /without TLS/,
    },
  },
  undecided: {
    "the document is unknown": [
      fileSystem(),
      resource("aws:efs/fileSystemPolicy:FileSystemPolicy", "p", { fileSystemId: "fs-1", policy: UNKNOWN }),
    ],
  },
});
