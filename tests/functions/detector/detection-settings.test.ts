import * as assert from "node:assert/strict";
import { parseDetection } from "../../../functions/detector/detection-settings";
import { ConfigurationError } from "../../../functions/shared/errors";

describe("siem:detection", () => {
  const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:slack-AbCdEf";

  it("is on by default, with the project's rules, and tells of medium and above", () => {
    assert.deepEqual(parseDetection({}), {
      enabled: true,
      builtInRules: true,
      rules: [],
      alertLevel: "low",
      notifyLevel: "medium",
      escalateLevel: "high",
      escalateMinutes: 60,
      growthMinutes: 60,
      runsPerMinute: 2,
      stormAlerts: 20,
      digest: true,
      digestHour: 7,
      allowedLatenessMinutes: 60,
      partitions: 1,
      fastLane: true,
    });
  });

  it("changes what is named, and nothing else", () => {
    const given = {
      rules: ["our-rules"],
      notifyLevel: "critical",
      stormAlerts: 1,
      fastLane: false,
      email: "security@example.com",
      webhookSecretArn: secret,
    };
    assert.deepEqual(parseDetection(given), { ...parseDetection({}), ...given });
    const china = secret.replace("arn:aws:", "arn:aws-cn:");
    assert.equal(parseDetection({ webhookSecretArn: china }).webhookSecretArn, china);
  });

  const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    [
      "a name that is mistyped",
      { notifylevel: "low" },
      "notifylevel is unknown: did you mean notifyLevel?; allowed: enabled,",
    ],
    ["a flag that is a text", { enabled: "yes" }, 'enabled is "yes"; it must be true or false'],
    ["rules that are no list", { rules: "rules" }, 'rules is "rules"; it must be a list of paths'],
    ["an empty path", { rules: [""] }, 'rules is [""]; it must be a list of paths'],
    [
      "a level of another system",
      { alertLevel: "warning" },
      'alertLevel is "warning"; it must be one of informational, low,',
    ],
    ["no time", { growthMinutes: 0 }, "growthMinutes is 0; it must be a whole number from 1 to 10080"],
    [
      "more than a week",
      { escalateMinutes: 10_081 },
      "escalateMinutes is 10081; it must be a whole number from 1 to 10080",
    ],
    ["a part of an alert", { stormAlerts: 1.5 }, "stormAlerts is 1.5; it must be a whole number from 1 to 100000"],
    [
      "a number as a text",
      { allowedLatenessMinutes: "60" },
      'allowedLatenessMinutes is "60"; it must be a whole number',
    ],
    ["an hour that no day has", { digestHour: 24 }, "digestHour is 24; it must be a whole number from 0 to 23"],
    ["more detectors than are of use", { partitions: 33 }, "partitions is 33; it must be a whole number from 1 to 32"],
    ["a name for an address", { email: "security" }, 'email is "security"; it must be one e-mail address'],
    ["a URL for a secret", { webhookSecretArn: "https://hooks.example.com/x" }, "it must be the ARN of a secret"],
  ];
  for (const [name, given, message] of refused) {
    it(`refuses ${name}, and says what is allowed`, () => {
      assert.throws(
        () => parseDetection(given),
        (error) => error instanceof ConfigurationError && error.message.includes(message),
      );
    });
  }
});
