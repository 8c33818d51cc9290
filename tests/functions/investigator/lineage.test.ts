import assert from "node:assert/strict";
import { BoundedSearch } from "../../../functions/investigator/bounded-search";
import { traceCredentials } from "../../../functions/investigator/lineage";
import type { Found } from "../../../functions/investigator/search";
import { MemorySearch } from "./memory-search";

const window = { from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z" };

interface Issue {
  readonly id: string;
  readonly action: string;
  readonly issued: string;
  readonly type: string;
  readonly user: string;
  readonly key?: string;
  readonly provider?: string;
  readonly target?: string;
  readonly role?: string;
  readonly session?: string;
  readonly time?: string;
}

function issue({ id, action, issued, type, user, key, provider, target, role, session, time }: Issue): Found {
  return {
    id,
    index: "siem-aws.cloudtrail-2026-01",
    document: {
      "@timestamp": time ?? "2026-01-01T12:00:00Z",
      event: { dataset: "aws.cloudtrail", action },
      user: { name: user, target: target === undefined ? undefined : { name: target } },
      aws: {
        cloudtrail: {
          issued_access_key_id: issued,
          user_identity: { type, access_key_id: key, identity_provider: provider },
          request_parameters: {
            roleArn: role === undefined ? undefined : `arn:aws:iam::444455556666:role/${role}`,
            roleSessionName: session,
          },
        },
      },
    },
  };
}

async function trace(key: string, ...documents: Found[]) {
  const search = new BoundedSearch(new MemorySearch(documents), 12);
  return traceCredentials(search, key, window);
}

describe("The lineage of credentials", () => {
  it("follows chained roles to the person who signed in", async () => {
    const steps = await trace(
      "ASIASECOND",
      issue({
        id: "2",
        action: "AssumeRole",
        issued: "ASIASECOND",
        type: "AssumedRole",
        user: "deploy",
        key: "ASIAFIRST",
        role: "admin",
      }),
      issue({
        id: "1",
        action: "AssumeRoleWithSAML",
        issued: "ASIAFIRST",
        type: "SAMLUser",
        user: "alice@example.com",
        provider: "arn:aws:iam::444455556666:saml-provider/corp",
        role: "deploy",
      }),
    );
    assert.deepEqual(
      steps.map(({ accessKeyId, issuedBy }) => [accessKeyId, issuedBy?.id]),
      [
        ["ASIASECOND", "2"],
        ["ASIAFIRST", "1"],
      ],
    );
    assert.equal(steps[0]?.origin, undefined);
    assert.deepEqual(steps[1]?.origin, {
      kind: "federated",
      identity: "alice@example.com",
      provider: "arn:aws:iam::444455556666:saml-provider/corp",
    });
  });

  it("ends at the instance that EC2 gave the credentials to", async () => {
    const [step] = await trace(
      "ASIAINSTANCE",
      issue({
        id: "1",
        action: "AssumeRole",
        issued: "ASIAINSTANCE",
        type: "AWSService",
        user: "ec2.amazonaws.com",
        role: "web",
        session: "i-0123456789abcdef0",
      }),
    );
    assert.deepEqual(step?.origin, { kind: "instance", instanceId: "i-0123456789abcdef0", role: "web" });
  });

  it("ends at the service that took a role, when it is no instance", async () => {
    const [step] = await trace(
      "ASIALAMBDA",
      issue({
        id: "1",
        action: "AssumeRole",
        issued: "ASIALAMBDA",
        type: "AWSService",
        user: "lambda.amazonaws.com",
        role: "job",
        session: "job",
      }),
    );
    assert.deepEqual(step?.origin, { kind: "service", service: "lambda.amazonaws.com" });
  });

  it("leads from a long-term key, however old, to who created it", async () => {
    const steps = await trace(
      "AKIAOLD",
      issue({
        id: "1",
        action: "CreateAccessKey",
        issued: "AKIAOLD",
        type: "IAMUser",
        user: "mallory",
        key: "AKIAMALLORY",
        target: "bob",
        time: "2025-03-01T00:00:00Z",
      }),
    );
    assert.equal(steps[0]?.statement, "AKIAOLD is a long-term key of user bob, created by mallory.");
    assert.deepEqual(steps[1]?.origin, { kind: "unknown" });
    assert.equal(steps[1]?.accessKeyId, "AKIAMALLORY");
  });

  it("ends where keys name each other in a circle", async () => {
    const steps = await trace(
      "ASIAA",
      issue({
        id: "1",
        action: "AssumeRole",
        issued: "ASIAA",
        type: "AssumedRole",
        user: "a",
        key: "ASIAB",
        role: "a",
      }),
      issue({
        id: "2",
        action: "AssumeRole",
        issued: "ASIAB",
        type: "AssumedRole",
        user: "b",
        key: "ASIAA",
        role: "b",
      }),
    );
    assert.equal(steps.length, 2);
  });
});
