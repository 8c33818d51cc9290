import policy from "../../../policies/kms/kms-protect";
import { describePolicy, resource } from "../support";

const key = (props: Record<string, unknown>, more = {}) =>
  resource("aws:kms/key:Key", "key", props, { id: "1", arn: "arn:aws:kms:eu-west-1:111122223333:key/1", ...more });

describePolicy(policy, {
  good: {
    protected: [key({}, { protect: true })],
    two: [key({}, { protect: true }), key({}, { protect: true, urn: "urn:2" })],
  },
  bad: {
    "nothing is said": { graph: [key({})], says: /not protected/ },
    off: { graph: [key({}, { protect: false })], says: /not protected/ },
  },
  undecided: {},
  alwaysDecided: true,
});
