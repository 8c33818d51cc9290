import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { builtInRulesFolder } from "../../components/detection/built-in-rules";
import { readRules } from "../../functions/detector/read-rules";
import { cloudTrailCalls, isMeant } from "../../tools/cloudtrail-calls";

/** Operations that rules name, with their parameters, from AWS's own models: `npm run aws-operations` writes it. */
const operations: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = JSON.parse(
  readFileSync(resolve(__dirname, "aws-operations.json"), "utf8"),
);

/**
 * Events of calls that no published API has: sign-ins, and what the agent of Systems Manager sends.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
const unpublished: Readonly<Record<string, readonly string[]>> = {
  "signin.amazonaws.com": ["ConsoleLogin", "GetSigninToken", "PasswordRecoveryCompleted", "EmailUpdated"],
  "ssm.amazonaws.com": ["UpdateInstanceInformation"],
};

/** Parameters, in small letters, that CloudTrail names in another way than the API. */
const ownParameters: Readonly<Record<string, readonly string[]>> = {
  "s3.amazonaws.com": ["bucketname", "bucketpolicy"],
};

const { rules } = readRules([builtInRulesFolder]);
const cloudTrailRules = rules
  .filter(({ logsource }) => logsource.service === "cloudtrail")
  .map((rule) => ({ ...cloudTrailCalls(rule), rule: rule.name }));

describe("rules for CloudTrail", () => {
  it("name calls that a service named beside them has", () => {
    const unknown = cloudTrailRules.flatMap(({ rule, sources, names }) =>
      names
        .filter((name) => !operationsOf(sources).some(([operation]) => isMeant(operation, name)))
        .filter(({ name }) => !sources.some((source) => unpublished[source]?.includes(name)))
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
