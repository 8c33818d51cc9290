import { isGiven, read } from "../graph";
import { definePolicy } from "../policy";
import { isUnknown, Undecided } from "../unknown";

const secretName =
  /(?:^|_)(?:PASSWORD|PASSWD|PWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY)(?:_|$)/i;
/** A variable that says where a secret is, and not what it is. */
const placeName = /_(?:ARN|ID|NAME|PATH|PARAMETER|URL|ENDPOINT)$/i;

/** What secrets look like, whatever the variable is called. */
const secretValues: readonly (readonly [string, RegExp])[] = [
  ["an AWS access key", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a GitHub token", /\b(?:gh[oprsu]_\w{30,}|github_pat_\w{30,})/],
  ["a Slack token", /\bxox[a-z]-[\w-]{10,}/],
  ["the URL of a webhook", /\bhttps:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\//],
  ["a signed token", /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/],
  ["a URL with a password", /:\/\/[^\s/:@]+:[^\s/@]+@/],
];

export default definePolicy({
  id: "lambda-env-no-secrets",
  title: "No function has a secret in its environment",
  rationale:
    "Whoever may read a function's configuration reads its environment, and so do the function's crash reports.",
  severity: "mandatory",
  service: "lambda",
  fix: "Use the function's role, or keep the secret in Secrets Manager and give its ARN to the function.",
  checkov: ["CKV_AWS_45"],
  example: `const secret = new aws.secretsmanager.Secret("token", { kmsKeyId: key.arn });
new aws.lambda.Function("loader", { environment: { variables: { TOKEN_ARN: secret.arn } }, ...code });`,
  types: ["aws:lambda/function:Function"],
  scope: "resource",
  *check(lambda) {
    if (!isGiven(lambda, "environment")) return;
    const variables = read(lambda, "environment", "variables");
    const unknown: string[] = [];
    // Never the value: what a policy says is shown and kept.
    for (const [name, value] of Object.entries(variables ?? {})) {
      if (secretName.test(name) && !placeName.test(name)) yield `has a variable ${name}, which is called like a secret`;
      else if (isUnknown(value)) unknown.push(name);
      else if (typeof value === "string") {
        const found = secretValues.find(([, pattern]) => pattern.test(value));
        if (found !== undefined) yield `has a variable ${name} that holds ${found[0]}`;
      }
    }
    if (unknown.length > 0) throw new Undecided(`environment (${unknown.join(", ")}) of ${lambda.name}`);
  },
});
