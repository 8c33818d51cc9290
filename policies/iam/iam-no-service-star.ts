import { definePolicy } from "../policy";
import { statementsOf } from "../statements";
import { identityPolicyTypes } from "./policies";

export default definePolicy({
  id: "iam-no-service-star",
  title: "IAM policies allow no service as a whole",
  rationale: "A service gets new actions each month: what is allowed grows, and nobody decides on it.",
  severity: "advisory",
  service: "iam",
  securityHub: ["IAM.21"],
  fix: "List the actions of the service that are needed.",
  example: `const statement = { Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: queue.arn };`,
  types: identityPolicyTypes,
  scope: "resource",
  *check(resource) {
    for (const { label, effect, actions } of statementsOf(resource, "policy")) {
      const services = actions.patterns.filter((action) => /^[a-z0-9-]+:[*?]+$/.test(action));
      if (effect === "Allow" && !actions.negated && services.length > 0)
        yield `statement ${label} allows every action of a service: ${services.join(", ")}`;
    }
  },
});
