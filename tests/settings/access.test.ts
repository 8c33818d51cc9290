import * as assert from "node:assert/strict";
import { ConfigurationError } from "../../functions/shared/errors";
import { readSettings } from "../../settings";

const roleArn = "arn:aws:iam::111122223333:role/analysts";
const point = { name: "shop", roleArns: [roleArn], prefixes: ["AWSLogs/111122223333/"] };
const replica = {
  bucketArn: "arn:aws:s3:::copy",
  region: "eu-central-1",
  keyArn: "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-4333-8444-555555555555",
};
const read = (settings: Readonly<Record<string, unknown>>) =>
  readSettings(
    Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [
        `siem:${key}`,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
  );

describe("The settings of who reads and copies the archive", () => {
  it("name access points, and the bucket of copies", () => {
    assert.deepEqual(read({ accessPoints: [point] }).accessPoints, [
      { ...point, vpcId: undefined, redaction: undefined },
    ]);
    assert.deepEqual(read({ replica }).replica, { ...replica, accountId: undefined });
    assert.equal(read({}).replica, undefined);
  });

  it("say what an access point masks: everything, or some kinds but for some networks", () => {
    const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:pseudonyms-AbCdEf";
    const redactionOf = (redaction: object) =>
      read({ accessPoints: [{ ...point, redaction }] }).accessPoints[0]?.redaction;
    assert.deepEqual(redactionOf({}), { kinds: ["user", "email", "phone", "ip"], keepNetworks: [] });
    const some = { kinds: ["ip"], keepNetworks: ["10.0.0.0/8", "2001:db8::/32"], pseudonymKeySecretArn: secret };
    assert.deepEqual(redactionOf(some), some);
  });

  const redacting = (redaction: unknown, others = {}) => ({ accessPoints: [{ ...point, ...others, redaction }] });
  const refused: readonly [string, Record<string, unknown>, RegExp][] = [
    [
      "an access point without roles",
      { accessPoints: [{ ...point, roleArns: [] }] },
      /siem:accessPoints\[0\]\.roleArns is missing: it must be a list of one or more, each the ARN of an IAM role/,
    ],
    [
      "an access point for everything",
      { accessPoints: [{ ...point, prefixes: ["*"] }] },
      /"\*" is not the start of keys/,
    ],
    [
      "a prefix that is a policy variable",
      { accessPoints: [{ ...point, prefixes: ["$x/"] }] },
      /is not the start of keys/,
    ],
    ["the name of an alias", { accessPoints: [{ ...point, name: "x-s3alias" }] }, /is not the name of an access point/],
    ["a name in capitals", { accessPoints: [{ ...point, name: "Shop" }] }, /is not the name of an access point/],
    [
      "a name twice",
      { accessPoints: [point, point] },
      /siem:accessPoints has name "shop" twice: as \[0\] and as \[1\]; remove one of them/,
    ],
    [
      "a misspelt member",
      { accessPoints: [{ ...point, vpc: "x" }] },
      /"\[0\]\.vpc" is none of them; did you mean \[0\]\.vpcId\?/,
    ],
    ["a kind that is none", redacting({ kinds: ["name"] }), /"name" is not one of user, email, phone, ip/],
    [
      "no kind to mask",
      redacting({ kinds: [] }),
      /\[0\]\.redaction\.kinds: allowed: one or more of user, email, phone, ip/,
    ],
    [
      "an address as a network",
      redacting({ keepNetworks: ["10.0.0.1"] }),
      /redaction\.keepNetworks: "10\.0\.0\.1" is no network/,
    ],
    [
      "a network that is none",
      redacting({ keepNetworks: ["10.0.0.0/33"] }),
      /keepNetworks: "10\.0\.0\.0\/33" is no network/,
    ],
    ["a key that is no secret", redacting({ pseudonymKeySecretArn: "x" }), /is not the ARN of a secret/],
    ["a misspelt member of redaction", redacting({ kind: ["ip"] }), /did you mean \[0\]\.redaction\.kinds\?/],
    ["redaction that is no object", redacting(true), /redaction: allowed: an object/],
    [
      "redaction in a VPC",
      redacting({}, { vpcId: "vpc-0123456789abcdef0" }),
      /no vpcId beside redaction: .*; remove it/,
    ],
    ["a long name beside redaction", redacting({}, { name: "x".repeat(42) }), /at most 41 characters beside redaction/],
    [
      "a role that reads masked and unmasked",
      { accessPoints: [point, { ...point, name: "masked", redaction: {} }] },
      /role\/analysts read masked and unmasked, .*; take it out of the one or the other/,
    ],
    [
      "the name of what is behind another",
      {
        accessPoints: [
          { ...point, redaction: {} },
          { ...point, name: "shop-original", redaction: {} },
        ],
      },
      /its <name>-original, which masking makes; give each/,
    ],
    [
      "a masking function that has the name of the SIEM's own",
      redacting({}, { name: "detector" }),
      /siem:accessPoints has detector mask by a function of that name, which the SIEM has of its own; give it another/,
    ],
    ["a VPC that is none", { accessPoints: [{ ...point, vpcId: "shop" }] }, /is not the id of a VPC/],
    [
      "a copy without key",
      { replica: { ...replica, keyArn: undefined } },
      /siem:replica\.keyArn is missing: it must be the ARN of a KMS key/,
    ],
    ["a copy in a bucket by name", { replica: { ...replica, bucketArn: "copy" } }, /is not the ARN of a bucket/],
    [
      "an organization for a dashboard that is off",
      { storageLens: "off", storageLensOrganization: "arn:aws:organizations::111122223333:organization/o-exampleorg1" },
      /storageLensOrganization is set but siem:storageLens is "off"; set it to "free"/,
    ],
  ];
  for (const [what, settings, message] of refused) {
    it(`are refused with ${what}`, () => {
      assert.throws(() => read(settings), ConfigurationError);
      assert.throws(() => read(settings), message);
    });
  }
});
