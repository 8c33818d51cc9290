import { definePolicy } from "../policy";
import { covers, isAboutEverything, statementsOf } from "../statements";
import { identityPolicyTypes } from "./policies";

const reading = ["kms:decrypt", "kms:reencryptfrom"] as const;
const anyKey = /^arn:[^:]*:kms:[^:]*:[^:]*:(?:key\/)?\*$/;

export default definePolicy({
  id: "iam-no-kms-star",
  title: "No IAM policy decrypts with every key",
  rationale: "The key of the log archive is its second lock; such a policy opens it, and all others of the account.",
  severity: "mandatory",
  service: "iam",
  securityHub: ["KMS.1", "KMS.2"],
  fix: "Name the keys.",
  example: `const statement = { Effect: "Allow", Action: "kms:Decrypt", Resource: key.arn };`,
  types: identityPolicyTypes,
  scope: "resource",
  *check(resource) {
    for (const statement of statementsOf(resource, "policy")) {
      const allowed = reading.filter((action) => covers(statement.actions, action));
      if (statement.effect !== "Allow" || allowed.length === 0) continue;
      if (isAboutEverything(statement) || statement.resources?.patterns.some((text) => anyKey.test(text)))
        yield `statement ${statement.label} allows ${allowed.join(", ")} with every key`;
    }
  },
});
