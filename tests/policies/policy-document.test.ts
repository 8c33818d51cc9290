import assert from "node:assert/strict";
import { PolicyDocumentError, readPolicyDocument } from "../../policies/policy-document";
import { UNKNOWN, Undecided } from "../../policies/unknown";

const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };

describe("an IAM policy document", () => {
  it("is read from text or object, with one statement or a list, in any case of its element names", () => {
    const one = readPolicyDocument({
      statement: { effect: "Allow", PRINCIPAL: "*", action: "S3:getobject", Resource: "*" },
    });
    const list = readPolicyDocument(JSON.stringify({ Statement: [statement] }));
    assert.deepEqual(one, list);
    assert.deepEqual(one[0]?.actions, { negated: false, patterns: ["s3:getobject"] });
  });

  const principals: Readonly<Record<string, [unknown, object]>> = {
    "a star": ["*", { everyone: true }],
    "a star among accounts": [{ AWS: ["111122223333", "*"] }, { everyone: true, aws: ["111122223333"] }],
    "an account": [{ AWS: "111122223333" }, { aws: ["111122223333"] }],
    "services, in lower case": [{ Service: ["S3.amazonaws.com"] }, { services: ["s3.amazonaws.com"] }],
    "federated and canonical users": [{ Federated: "saml", CanonicalUser: "79a5" }, { others: ["saml", "79a5"] }],
  };
  for (const [form, [principal, expected]] of Object.entries(principals)) {
    it(`knows principals as ${form}`, () => {
      const [read] = readPolicyDocument({ Statement: { ...statement, Principal: principal } });
      const nobody = { negated: false, everyone: false, aws: [], services: [], others: [] };
      assert.deepEqual(read?.principals, { ...nobody, ...expected });
    });
  }

  it("keeps what NotPrincipal, NotAction and NotResource leave out", () => {
    const [read] = readPolicyDocument({
      Statement: { Effect: "Deny", NotPrincipal: { AWS: "111122223333" }, NotAction: "iam:*", NotResource: ["arn:x"] },
    });
    assert.deepEqual([read?.principals?.negated, read?.actions.negated, read?.resources?.negated], [true, true, true]);
  });

  it("divides condition operators into qualifier, operator and IfExists", () => {
    const Condition = {
      "ForAnyValue:StringLikeIfExists": { "aws:PrincipalOrgPaths": ["o-1/*", "o-2/*"] },
      Bool: { "aws:SecureTransport": false },
    };
    const [read] = readPolicyDocument({ Statement: { ...statement, Condition } });
    assert.deepEqual(read?.conditions, [
      {
        qualifier: "foranyvalue",
        operator: "stringlike",
        ifExists: true,
        key: "aws:principalorgpaths",
        values: ["o-1/*", "o-2/*"],
      },
      { qualifier: undefined, operator: "bool", ifExists: false, key: "aws:securetransport", values: ["false"] },
    ]);
  });

  const refused: Readonly<Record<string, [unknown, RegExp]>> = {
    "text that is no JSON": ["{", /not JSON/],
    "a list": [[], /the policy document is \[\]; it must be an object/],
    "nothing in it": [{}, /has no Statement/],
    "a statement that is a text": [{ Statement: "Allow" }, /statement 1 is "Allow"; it must be an object/],
    "no action": [{ Statement: { Effect: "Allow" } }, /statement 1 has neither Action nor NotAction/],
    "an effect of its own": [
      { Statement: { ...statement, Sid: "S", Effect: "Permit" } },
      /effect of statement S is "Permit"/,
    ],
    "an action that is an object": [
      { Statement: { ...statement, Action: {} } },
      /action of statement 1 is \{\}; it must be a text/,
    ],
  };
  for (const [form, [value, message]] of Object.entries(refused)) {
    it(`is refused with the reason: ${form}`, () => {
      assert.throws(
        () => readPolicyDocument(value),
        (error: unknown) => error instanceof PolicyDocumentError && message.test(error.message),
      );
    });
  }

  const undecided: Readonly<Record<string, unknown>> = {
    "the whole": UNKNOWN,
    "its statements": { Statement: UNKNOWN },
    "one statement": { Statement: [statement, UNKNOWN] },
    "an effect": { Statement: { ...statement, Effect: UNKNOWN } },
    "a principal": { Statement: { ...statement, Principal: { AWS: UNKNOWN } } },
    "a resource": { Statement: { ...statement, Resource: ["arn:x", UNKNOWN] } },
    "a condition": { Statement: { ...statement, Condition: UNKNOWN } },
  };
  for (const [part, value] of Object.entries(undecided)) {
    it(`leaves undecided what is unknown: ${part}`, () => assert.throws(() => readPolicyDocument(value), Undecided));
  }
});
