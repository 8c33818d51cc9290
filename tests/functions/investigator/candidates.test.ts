import assert from "node:assert/strict";
import { rootCause } from "../../../functions/investigator";
import type { Found } from "../../../functions/investigator/search";
import { MemorySearch } from "./memory-search";

const finding = "f".repeat(32);

/** A finding about a key that was used from outside. */
function findingDocument(accessKeyId: string, principalId: string, instanceId?: string): Found {
  return {
    id: "finding",
    index: "siem-aws.guardduty-2026-01",
    document: {
      "@timestamp": "2026-01-01T12:30:00Z",
      event: { dataset: "aws.guardduty" },
      cloud: {
        account: { id: "444455556666" },
        region: "eu-west-1",
        instance: instanceId === undefined ? undefined : { id: instanceId },
      },
      source: { ip: "198.51.100.7" },
      rule: { name: "UnauthorizedAccess:IAMUser/MaliciousIPCaller" },
      aws: {
        guardduty: {
          id: finding,
          severity: 5,
          first_seen: "2026-01-01T12:00:00Z",
          last_seen: "2026-01-01T12:10:00Z",
          resource: { access_key: { access_key_id: accessKeyId, principal_id: principalId, user_name: "bob" } },
        },
      },
    },
  };
}

interface Call {
  readonly id: string;
  readonly action: string;
  readonly key?: string;
  readonly from?: string;
  readonly time?: string;
  readonly issued?: string;
  readonly type?: string;
  readonly user?: string;
  readonly instance?: string;
}

function call({
  id,
  action,
  key,
  from,
  time = "2026-01-01T12:00:00Z",
  issued,
  type = "IAMUser",
  user = "bob",
  instance,
}: Call): Found {
  return {
    id,
    index: "siem-aws.cloudtrail-2026-01",
    document: {
      "@timestamp": time,
      event: { dataset: "aws.cloudtrail", action, outcome: "success" },
      cloud: { account: { id: "444455556666" }, service: { name: "sts" } },
      user: { name: user },
      source: { ip: from },
      aws: {
        cloudtrail: {
          read_only: false,
          issued_access_key_id: issued,
          user_identity: { type, access_key_id: key },
          request_parameters: { instanceIds: [instance] },
        },
      },
    },
  };
}

describe("The candidates for the way in", () => {
  it("take a long-term key as leaked, and count only the address of the finding as the intruder's", async () => {
    const cause = await rootCause(
      new MemorySearch([
        findingDocument("AKIABOB", "AIDABOB"),
        call({ id: "home", action: "ListBuckets", key: "AKIABOB", from: "192.0.2.1", time: "2026-01-01T11:00:00Z" }),
        call({ id: "abuse", action: "ListUsers", key: "AKIABOB", from: "198.51.100.7" }),
        call({
          id: "travel",
          action: "ListBuckets",
          key: "AKIABOB",
          from: "203.0.113.9",
          time: "2026-01-01T12:05:00Z",
        }),
      ]),
      finding,
    );
    assert.equal(cause?.candidates[0]?.title, "A long-term key of bob leaked");
    assert.deepEqual(
      cause?.compromise.events.map(({ id }) => id),
      ["abuse"],
    );
    assert.deepEqual(
      cause?.steps.map(({ tactic }) => tactic),
      ["Discovery"],
    );
  });

  it("take the session of a federated person as taken over", async () => {
    const cause = await rootCause(
      new MemorySearch([
        findingDocument("ASIAALICE", "AROAX:alice@example.com"),
        call({
          id: "in",
          action: "AssumeRoleWithSAML",
          type: "SAMLUser",
          user: "alice@example.com",
          issued: "ASIAALICE",
          time: "2026-01-01T09:00:00Z",
        }),
      ]),
      finding,
    );
    assert.equal(cause?.candidates[0]?.title, "The session of alice@example.com was taken over");
    assert.equal(cause?.candidates[0]?.evidence[0]?.id, "in");
  });

  it("name management access to the instance before the first use, not the intruder's own after it", async () => {
    const cause = await rootCause(
      new MemorySearch([
        findingDocument("ASIAWEB", "AROAX:i-0123456789abcdef0", "i-0123456789abcdef0"),
        call({
          id: "session",
          action: "StartSession",
          user: "carol",
          key: "ASIACAROL",
          from: "192.0.2.9",
          instance: "i-0123456789abcdef0",
          time: "2026-01-01T11:30:00Z",
        }),
        call({ id: "abuse", action: "ListUsers", key: "ASIAWEB", from: "198.51.100.7" }),
        call({
          id: "command",
          action: "SendCommand",
          key: "ASIAWEB",
          from: "198.51.100.7",
          instance: "i-0123456789abcdef0",
          time: "2026-01-01T12:06:00Z",
        }),
      ]),
      finding,
    );
    assert.equal(cause?.candidates.length, 1);
    assert.deepEqual(
      cause?.candidates[0]?.evidence.map(({ id }) => id),
      ["session"],
    );
  });

  it("say that nothing is known when nothing is", async () => {
    const cause = await rootCause(new MemorySearch([findingDocument("ASIANOBODY", "AROAX:someone")]), finding);
    assert.equal(cause?.candidates[0]?.title, "The logs do not show how the credentials were obtained");
    assert.equal(cause?.compromise.firstUse, undefined);
    assert.deepEqual(cause?.steps, []);
  });
});
