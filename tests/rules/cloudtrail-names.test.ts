import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readRules } from "../../functions/shared/sigma/read-rules";
import { cloudTrailCalls, isMeant } from "../../tools/cloudtrail-calls";

/** Operations that rules name, with their parameters, from AWS's own models: `npm run aws-operations` writes it. */
const operations: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = JSON.parse(
  readFileSync(resolve(__dirname, "aws-operations.json"), "utf8"),
);

/**
 * Events that are no calls of an API.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
const signInEvents = ["ConsoleLogin", "GetSigninToken", "PasswordRecoveryCompleted", "EmailUpdated"];

/** Parameters, in small letters, that CloudTrail names in another way than the API. */
const ownParameters: Readonly<Record<string, readonly string[]>> = {
  "s3.amazonaws.com": ["bucketname", "bucketpolicy"],
};

const { rules } = readRules([resolve(__dirname, "../../rules")]);
const cloudTrailRules = rules
  .filter(({ logsource }) => logsource.service === "cloudtrail")
  .map((rule) => ({ ...cloudTrailCalls(rule), rule: rule.name }));

describe("rules for CloudTrail", () => {
  it("name calls that a service named beside them has", () => {
    const unknown = cloudTrailRules.flatMap(({ rule, sources, names }) =>
      names
        .filter((name) => !operationsOf(sources).some(([operation]) => isMeant(operation, name)))
        .filter(({ name }) => !(signInEvents.includes(name) && sources.includes("signin.amazonaws.com")))
        .map(({ name }) => `${rule}: ${name} of ${sources.join(", ")}`),
    );
    assert.deepEqual(unknown, [], "no such call: mistyped, or npm run aws-operations is to be run again");
  });

  it("ask for parameters that one of those calls has", () => {
    const unknown = cloudTrailRules.flatMap(({ rule, sources, names, parameters }) => {
      const called = operationsOf(sources).filter(([operation]) => names.some((name) => isMeant(operation, name)));
      const known = new Set([
        ...called.flatMap(([, members]) => members),
        ...sources.flatMap((source) => ownParameters[source] ?? []),
      ]);
      return parameters.filter((name) => !known.has(name.toLowerCase())).map((name) => `${rule}: ${name}`);
    });
    assert.deepEqual(unknown, []);
  });
});

function operationsOf(sources: readonly string[]): (readonly [operation: string, parameters: readonly string[]])[] {
  return sources.flatMap((source) => Object.entries(operations[source] ?? {}));
}
