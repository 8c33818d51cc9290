import { isGiven } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "secret-cmk",
  title: "Secrets are encrypted with a customer key",
  rationale: "AWS's own key opens for everybody of the account who may read the secret, and for no other account.",
  severity: "advisory",
  service: "secretsmanager",
  frameworks: { hipaa: ["164.312(a)(2)(iv)", "164.312(e)(2)(ii)"] },
  checkov: ["CKV_AWS_149"],
  fix: "Set kmsKeyId to a key of your own.",
  example: `new aws.secretsmanager.Secret("token", { kmsKeyId: key.arn });`,
  types: ["aws:secretsmanager/secret:Secret"],
  scope: "resource",
  *check(secret) {
    if (!isGiven(secret, "kmsKeyId") || /alias\/aws\//.test(String(secret.props.kmsKeyId)))
      yield "has no key of your own";
  },
});
