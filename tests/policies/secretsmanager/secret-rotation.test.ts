import policy from "../../../policies/secretsmanager/secret-rotation";
import { describePolicy, resource, UNKNOWN } from "../support";

const secret = (props: Record<string, unknown> = {}, more = {}) =>
  resource("aws:secretsmanager/secret:Secret", "s", props, { id: "arn:s", arn: "arn:s", ...more });
const rotation = (secretId: unknown, propertyDeps?: Record<string, string[]>) =>
  resource("aws:secretsmanager/secretRotation:SecretRotation", "r", { secretId }, { propertyDeps });

describePolicy(policy, {
  good: {
    renewed: [secret(), rotation("arn:s")],
    "renewed, which is not made yet": [secret(), rotation(UNKNOWN, { secretId: ["urn:s"] })],
  },
  bad: {
    nothing: { graph: [secret()], says: /not renewed/ },
    "another is": { graph: [secret(), rotation("arn:other")], says: /not renewed/ },
  },
  undecided: { "which is renewed is unknown": [secret(), rotation(UNKNOWN)] },
});
