import assert from "node:assert/strict";
import { PolicyDocumentError, readPolicyDocument } from "../../policies/policy-document";
import { accountOf, covers, isAboutEverything, isPublic, publicStatements } from "../../policies/statements";

const read = (statement: object) =>
  readPolicyDocument({ Statement: { Effect: "Allow", Action: "s3:GetObject", ...statement } })[0]!;

/** Whether anybody on the internet may do it, by how the statement says so. */
const audiences: Readonly<Record<string, readonly [object, boolean]>> = {
  "a star": [{ Principal: "*" }, true],
  "a star as AWS": [{ Principal: { AWS: "*" } }, true],
  "a star in a list": [{ Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } }, true],
  "a key in another case": [{ principal: { aws: "*" } }, true],
  "all but one account": [{ NotPrincipal: { AWS: "111122223333" } }, true],
  "an account": [{ Principal: { AWS: "111122223333" } }, false],
  "an account of China": [{ Principal: { AWS: "arn:aws-cn:iam::111122223333:root" } }, false],
  "a service": [{ Principal: { Service: "cloudtrail.amazonaws.com" } }, false],
  "a federation": [{ Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/a" } }, false],
  "a canonical user": [{ Principal: { CanonicalUser: "79a5" } }, false],
  "nobody, in a policy of an identity": [{}, false],
  "everyone who is denied": [{ Effect: "Deny", Principal: "*" }, false],
};

const withCondition: Readonly<Record<string, readonly [object, boolean]>> = {
  "an organisation": [{ StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }, false],
  "an organisation, in another case": [{ stringequals: { "AWS:principalorgid": ["o-exampleorgid"] } }, false],
  "an organisation, if the caller has one": [
    { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorgid" } },
    true,
  ],
  "other organisations": [{ StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } }, true],
  "all values of none": [{ "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-1/*" } }, true],
  "any value": [{ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-1/*" } }, false],
  "an ARN of any account": [{ ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }, true],
  "a bucket": [{ ArnLike: { "aws:SourceArn": "arn:aws-us-gov:s3:::archive" } }, false],
  "the ARN of an account": [{ ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:111122223333:trail/*" } }, false],
  "an account among any": [{ StringLike: { "aws:SourceAccount": ["111122223333", "*"] } }, true],
  "a network": [{ IpAddress: { "aws:SourceIp": "192.0.2.0/24" } }, false],
  "every address": [{ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }, true],
  "TLS only": [{ Bool: { "aws:SecureTransport": "true" } }, true],
};

describe("who a statement is for", () => {
  for (const [form, [statement, expected]] of Object.entries(audiences)) {
    it(`is ${expected ? "everyone" : "not everyone"}: ${form}`, () =>
      assert.equal(isPublic(read(statement)), expected));
  }
  for (const [form, [Condition, expected]] of Object.entries(withCondition)) {
    it(`is ${expected ? "still everyone" : "no longer everyone"} under a condition on ${form}`, () =>
      assert.equal(isPublic(read({ Principal: "*", Condition })), expected));
  }

  it("is said with what it allows, of NotAction too", () => {
    const all = readPolicyDocument({
      Statement: { Effect: "Allow", Principal: "*", NotAction: ["s3:DeleteObject"], Resource: "*" },
    });
    assert.deepEqual([...publicStatements(all)], ["statement 1 allows all but s3:deleteobject to everyone"]);
  });
});

describe("what a statement is about", () => {
  const actions: Readonly<Record<string, readonly [object, boolean]>> = {
    "the action": [{ Action: "s3:GetObject" }, true],
    "in another case": [{ Action: "S3:getobject" }, true],
    "a star": [{ Action: "*" }, true],
    "a star in its name": [{ Action: "s3:Get*" }, true],
    "a question mark": [{ Action: "s3:GetObjec?" }, true],
    another: [{ Action: "s3:PutObject" }, false],
    "all but it": [{ Action: undefined, NotAction: "s3:GetObject" }, false],
    "all but another": [{ Action: undefined, NotAction: ["s3:PutObject"] }, true],
    "a dot that is no pattern": [{ Action: "s3.GetObject" }, false],
  };
  for (const [form, [statement, expected]] of Object.entries(actions)) {
    it(`includes an action or not: ${form}`, () =>
      assert.equal(covers(read(statement).actions, "s3:getobject"), expected));
  }

  const resources: Readonly<Record<string, readonly [object, boolean]>> = {
    "a star": [{ Resource: "*" }, true],
    "a partition": [{ Resource: "arn:aws-cn:*" }, true],
    "every bucket": [{ Resource: ["arn:aws:s3:::*"] }, true],
    "every queue": [{ Resource: "arn:aws-us-gov:sqs:*:*:*" }, true],
    "all but one": [{ NotResource: "arn:aws:s3:::a" }, true],
    "one bucket": [{ Resource: "arn:aws:s3:::a" }, false],
    "its objects": [{ Resource: "arn:aws:s3:::a/*" }, false],
    none: [{}, false],
  };
  for (const [form, [statement, expected]] of Object.entries(resources)) {
    it(`is everything or not: ${form}`, () => assert.equal(isAboutEverything(read(statement)), expected));
  }

  const accounts: Readonly<Record<string, string | undefined>> = {
    "111122223333": "111122223333",
    "arn:aws:iam::111122223333:root": "111122223333",
    "arn:aws-cn:iam::444455556666:role/a": "444455556666",
    "arn:aws-us-gov:sts::444455556666:assumed-role/a/b": "444455556666",
    AIDAEXAMPLE: undefined,
  };
  for (const [principal, account] of Object.entries(accounts)) {
    it(`names an account in every partition: ${principal}`, () => assert.equal(accountOf(principal), account));
  }
});

describe("a malformed policy document", () => {
  const malformed: Readonly<Record<string, readonly [unknown, RegExp]>> = {
    "an empty text": ["", /not JSON/],
    "half a document": ['{"Statement": [', /not JSON/],
    "a number": [7, /the policy document is 7; it must be an object/],
    "null as text": ["null", /the policy document is null/],
    "a list of lists": [{ Statement: [[]] }, /statement 1 is \[\]; it must be an object/],
    "a principal that is a list": [
      { Statement: { Effect: "Allow", Action: "a:b", Principal: ["*"] } },
      /principal of statement 1/,
    ],
    "a principal that is a number": [
      { Statement: { Effect: "Allow", Action: "a:b", Principal: { AWS: [{}] } } },
      /it must be a text/,
    ],
    "a condition that is a text": [
      { Statement: { Effect: "Allow", Action: "a:b", Condition: "x" } },
      /condition of statement 1/,
    ],
    "a condition block that is a text": [
      { Statement: { Effect: "Allow", Action: "a:b", Condition: { StringEquals: "x" } } },
      /condition of statement 1/,
    ],
  };
  for (const [form, [document, message]] of Object.entries(malformed)) {
    it(`is an error that says where: ${form}`, () =>
      assert.throws(
        () => readPolicyDocument(document),
        (error: unknown) => error instanceof PolicyDocumentError && message.test(error.message),
      ));
  }
});
