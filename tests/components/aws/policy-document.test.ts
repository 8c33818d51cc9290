import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type PolicyStatement, policyDocument } from "../../../components/aws/policy-document";

const read: PolicyStatement = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" };

describe("Policy documents", () => {
  it("hold their statements in order, with outputs resolved", async () => {
    const document = policyDocument([{ ...read, Resource: [pulumi.output("arn:aws:s3:::logs/*")] }]);
    const json = await new Promise<string>((resolve) => {
      document.apply(resolve);
    });
    assert.equal(
      json,
      '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":["arn:aws:s3:::logs/*"]}]}',
    );
  });

  const refused: readonly [string, PolicyStatement, RegExp][] = [
    ["every action", { ...read, Action: "*" }, /statement Read allows "\*": name the actions/],
    ["all actions of a service", { ...read, Action: ["s3:GetObject", "kms:*"] }, /allows "kms:\*"/],
    ["anyone without a condition", { ...read, Principal: "*" }, /statement Read allows anyone: name the principal/],
    ["anyone among others", { ...read, Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } }, /allows anyone/],
  ];
  for (const [name, statement, message] of refused) {
    it(`never allow ${name}`, () => {
      assert.throws(() => policyDocument([statement]), message);
    });
  }

  it("never have two statements of one name, which IAM refuses", () => {
    assert.throws(() => policyDocument([read, { ...read, Action: "s3:PutObject" }]), /Two statements .* called Read/);
  });

  it("may allow anyone where something else stands before the resource, statement by statement", () => {
    const open = { ...read, Principal: "*" } as const;
    policyDocument([open], ["Read"]);
    assert.throws(() => policyDocument([open, { ...open, Sid: "Other" }], ["Read"]), /statement Other allows anyone/);
  });

  it("may deny everything to anyone, and allow anyone under a condition", () => {
    policyDocument([{ ...read, Effect: "Deny", Principal: "*", Action: "s3:*" }]);
    policyDocument([
      { ...read, Principal: "*", Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } },
    ]);
  });
});
