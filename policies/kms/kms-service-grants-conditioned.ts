import { definePolicy } from "../policy";
import type { Condition } from "../policy-document";
import { covers, narrows, sourceKeys, statementsOf } from "../statements";
import { keyPolicyType } from "./keys";

const uses = ["kms:decrypt", "kms:encrypt", "kms:generatedatakey", "kms:creategrant", "kms:reencryptfrom"] as const;

const contextKeys: ReadonlySet<string> = new Set(["kms:calleraccount", "kms:viaservice"]);

/** Whether a condition says for whose resource a service uses the key. */
function namesSource(condition: Condition): boolean {
  if (narrows(condition, sourceKeys) || narrows(condition, contextKeys)) return true;
  // CloudWatch Logs says for which log group by the encryption context instead.
  return condition.key.startsWith("kms:encryptioncontext:") && narrows(condition, new Set([condition.key]));
}

export default definePolicy({
  id: "kms-service-grants-conditioned",
  title: "AWS services use a key only for named accounts or resources",
  rationale: "A service principal alone acts for every AWS customer, with this key too (confused deputy).",
  severity: "mandatory",
  service: "kms",
  fix: "Add aws:SourceArn, aws:SourceAccount, kms:ViaService or kms:EncryptionContext to the condition.",
  example: `const statement = {
  Effect: "Allow",
  Principal: { Service: "s3.amazonaws.com" },
  Action: ["kms:GenerateDataKey", "kms:Decrypt"],
  Resource: "*",
  Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
};`,
  types: [keyPolicyType],
  scope: "resource",
  *check(policy) {
    for (const { label, effect, principals, actions, conditions } of statementsOf(policy, "policy")) {
      const services = principals?.services ?? [];
      if (effect !== "Allow" || services.length === 0 || !uses.some((action) => covers(actions, action))) continue;
      if (!conditions.some(namesSource))
        yield `statement ${label} lets ${services.join(", ")} use the key for any account`;
    }
  },
});
