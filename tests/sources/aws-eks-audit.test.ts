import assert from "node:assert/strict";
import { parseLogfmt } from "../../functions/shared/text/logfmt";
import eks from "../../sources/aws-eks-audit";
import { classify } from "../../sources/aws-eks-audit/classes";
import { assertGrowsLinearly } from "../support/growth";

const event = { kind: "Event", apiVersion: "audit.k8s.io/v1", verb: "get", user: { username: "ann" }, auditID: "a" };

describe("recognising EKS control plane logs", () => {
  for (const { what, value, recognised } of [
    { what: "an audit event", value: event, recognised: true },
    {
      what: "an audit event of an old version",
      value: { ...event, apiVersion: "audit.k8s.io/v1beta1" },
      recognised: true,
    },
    { what: "a Kubernetes Event", value: { kind: "Event", apiVersion: "v1", involvedObject: {} }, recognised: false },
    { what: "an object with a verb of its own", value: { verb: "get", user: {} }, recognised: false },
    {
      what: "an answer of the authenticator",
      value: 'time="2026-01-02T02:54:10Z" level=info msg="access granted" method=POST path=/authenticate',
      recognised: true,
    },
    { what: "another line of logrus", value: 'time="2026-01-02T02:54:10Z" level=info msg=started', recognised: false },
  ]) {
    it(`${recognised ? "takes" : "leaves"} ${what}`, () => assert.equal(eks.recognises(value), recognised));
  }
});

describe("the category of a request", () => {
  for (const { request, category, type } of [
    { request: ["get", "secrets", undefined, "db"], category: ["api"], type: ["access"] },
    { request: ["create", "pods", "exec", "web"], category: ["api", "process"], type: ["start"] },
    { request: ["get", "pods", "attach", "web"], category: ["api", "process"], type: ["start"] },
    { request: ["create", "pods", "portforward", "web"], category: ["api", "network"], type: ["connection"] },
    { request: ["get", "nodes", "proxy", "ip-10-0-1-5"], category: ["api", "network"], type: ["connection"] },
    { request: ["patch", "clusterroles", undefined, "admin"], category: ["api", "iam"], type: ["change"] },
    { request: ["update", "configmaps", undefined, "aws-auth"], category: ["api", "iam"], type: ["change"] },
    { request: ["update", "configmaps", undefined, "web"], category: ["api", "configuration"], type: ["change"] },
    {
      request: ["create", "serviceaccounts", "token", "ci"],
      category: ["api", "iam", "authentication"],
      type: ["creation"],
    },
    { request: ["create", "tokenreviews", undefined, undefined], category: ["api", "authentication"], type: ["info"] },
    { request: ["constructor", undefined, undefined, undefined], category: ["api"], type: ["info"] },
  ] as { request: [string, string?, string?, string?]; category: string[]; type: string[] }[]) {
    it(`is ${category.join(" and ")} for ${request.join(" ")}`, () => {
      assert.deepEqual(classify(...request, undefined), { category, type });
    });
  }
});

describe("the id of an audit event", () => {
  const idOf = (value: unknown): string | undefined => {
    const mapped = eks.open({ bucket: "archive", key: "k" })({ ordinal: 0, offset: 0, value });
    return mapped.kind === "event" ? mapped.id : undefined;
  };
  const first = {
    ...event,
    requestURI: "/version",
    stage: "ResponseComplete",
    stageTimestamp: "2026-01-02T02:55:01.350000Z",
  };

  it("is the same for the same event", () => assert.equal(idOf(first), idOf({ ...first })));
  it("is not the audit id alone, which a client may choose to hide a request behind another", () => {
    assert.notEqual(idOf(first), idOf({ ...first, stageTimestamp: "2026-01-02T02:55:01.350001Z" }));
  });
  it("is left to the loader where a part is missing", () => assert.equal(idOf(event), undefined));
});

describe("logfmt", () => {
  for (const { line, pairs } of [
    { line: 'a=1 b="x y" c=', pairs: { a: "1", b: "x y", c: "" } },
    { line: 'msg="say \\"hi\\"" user=ann user=mallory', pairs: { msg: 'say "hi"', user: "ann" } },
    { line: 'words before a=1 and="not closed', pairs: { a: "1", and: "not closed" } },
    { line: "", pairs: {} },
  ]) {
    it(`reads ${JSON.stringify(line)}`, () => assert.deepEqual(Object.fromEntries(parseLogfmt(line)), pairs));
  }
  for (const odd of ['a="\\" ', 'a="x"', "x "]) {
    it(`reads a line full of ${odd} in linear time`, () =>
      assertGrowsLinearly(500_000, (times) => parseLogfmt(`${odd.repeat(times)}a=1`)));
  }
});
