import assert from "node:assert/strict";
import { readGraph } from "../../../cli/policies/read-graph";
import { ConfigurationError } from "../../../functions/shared/errors";
import { UNKNOWN } from "../../../policies/unknown";

const read = (content: unknown) => readGraph(Buffer.from(JSON.stringify(content)), "f");
const urn = "urn:pulumi:prod::shop::aws:sqs/queue:Queue::orders";

describe("a graph that `siem policies check` reads", () => {
  it("is the output of `siem graph`", () => {
    const [resource] = read([
      {
        type: "aws:sqs/queue:Queue",
        name: "orders",
        urn,
        id: "u",
        inputs: { a: 1 },
        deps: ["urn:b"],
        propertyDeps: { a: ["urn:b"] },
      },
    ]);
    assert.deepEqual(
      [resource?.name, resource?.props, resource?.deps, resource?.propertyDeps],
      ["orders", { a: 1 }, ["urn:b"], { a: ["urn:b"] }],
    );
  });

  it("is a `pulumi stack export`, of which inputs count, and outputs for names only", () => {
    const exported = {
      version: 3,
      deployment: {
        resources: [
          {
            urn,
            type: "aws:sqs/queue:Queue",
            id: "https://sqs/orders-1",
            protect: true,
            inputs: { kmsMasterKeyId: "k" },
            outputs: { arn: "arn:q", name: "orders-1", url: "https://sqs/orders-1", policy: "{}", kmsMasterKeyId: "k" },
            dependencies: ["urn:k"],
            propertyDependencies: { kmsMasterKeyId: ["urn:k"] },
          },
        ],
      },
    };
    assert.deepEqual(read(exported), [
      {
        type: "aws:sqs/queue:Queue",
        urn,
        name: "orders",
        id: "https://sqs/orders-1",
        arn: "arn:q",
        parent: undefined,
        protect: true,
        deps: ["urn:k"],
        props: { arn: "arn:q", name: "orders-1", url: "https://sqs/orders-1", kmsMasterKeyId: "k" },
        propertyDeps: { kmsMasterKeyId: ["urn:k"] },
      },
    ]);
  });

  const state = (more: object) => ({ type: "aws:sqs/queue:Queue", urn, inputs: {}, ...more });
  const export_ = (...resources: object[]) => read({ version: 3, deployment: { resources } });

  it("is without what an export has beside the program's resources: what waits for deletion, and what is only read", () => {
    const resources = export_(
      state({ inputs: { name: "new" } }),
      state({ delete: true, inputs: { name: "old" } }),
      state({ external: true }),
    );
    assert.deepEqual(
      resources.map(({ props }) => props),
      [{ name: "new" }],
    );
  });

  it("has secrets as their values, or as unknown where they are encrypted", () => {
    const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
    const [resource] = export_(
      state({
        inputs: {
          policy: { ...signature, ciphertext: "AAAB" },
          tags: { ...signature, plaintext: '{"owner":"shop"}' },
          list: [
            { ...signature, plaintext: "{" },
            { ...signature, plaintext: '"text"' },
          ],
        },
      }),
    );
    assert.deepEqual(resource?.props, { policy: UNKNOWN, tags: { owner: "shop" }, list: [UNKNOWN, "text"] });
  });

  it("is a `pulumi preview --json`, of which each resource counts once, as it will be", () => {
    const resources = read({
      steps: [
        { op: "create-replacement", urn, newState: state({ inputs: { name: "a" } }) },
        { op: "replace", urn, oldState: state({}), newState: state({ inputs: { name: "b", policy: ["[secret]"] } }) },
        { op: "delete-replaced", urn, oldState: state({}) },
        { op: "read", urn: `${urn}2`, newState: state({ urn: `${urn}2`, external: true }) },
        { op: "same", urn: `${urn}3`, newState: state({ urn: `${urn}3` }) },
        { op: "delete", urn: `${urn}4`, oldState: state({ urn: `${urn}4` }) },
      ],
    });
    assert.deepEqual(
      resources.map(({ urn, props }) => [urn, props]),
      [
        [urn, { name: "b", policy: [UNKNOWN] }],
        [`${urn}3`, {}],
      ],
    );
  });

  it("has the region of a bucket, whose ARN has none", () => {
    const [resource] = export_(state({ outputs: { region: "eu-west-1" } }));
    assert.deepEqual(resource?.props, { region: "eu-west-1" });
  });

  it("may be what PowerShell wrote, and have a URN that is none", () => {
    const text = JSON.stringify([{ type: "t", urn: "x" }]);
    for (const content of [Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, "utf16le")]) {
      assert.deepEqual(
        readGraph(content, "f").map(({ name }) => name),
        ["x"],
      );
    }
  });

  const refused: Readonly<Record<string, [string, RegExp]>> = {
    "no JSON": ["{", /^f is no JSON: /],
    "something else": ['{"a": 1}', /^f is none of the list/],
    "an export of nothing": ['{"deployment": null}', /^f is none of the list/],
    "no resources": ["[]", /^f holds no resources: there is nothing to judge$/],
    "an export of a stack without resources": [
      '{"version": 3, "deployment": {"manifest": {}}}',
      /^f holds no resources: there is nothing to judge$/,
    ],
    "a resource whose inputs are a list": [
      '[{"type": "t", "urn": "x", "inputs": [1]}]',
      /^f: resource 0 has inputs that are no object: \[1\]/,
    ],
    "a preview that failed": [
      '{"steps": [], "diagnostics": [{"severity": "warning"}, {"severity": "error", "message": "error: no such key\\n"}]}',
      /^f is of a preview that failed: error: no such key$/,
    ],
    "a preview of what changes only": [
      '{"steps": [{"op": "same"}], "changeSummary": {"same": 2}}',
      /^f is without resources that do not change; make it by `pulumi preview --json --show-sames`$/,
    ],
    "what nobody wrote": [`[${"[".repeat(100_000)}${"]".repeat(100_000)}]`, /^f is nested too deeply/],
    "a list of something else": ['[{"name": "a"}]', /^f: resource 0 has no type and urn/],
  };
  for (const [what, [text, message]] of Object.entries(refused)) {
    it(`is refused: ${what}`, () =>
      assert.throws(
        () => readGraph(Buffer.from(text), "f"),
        (error: unknown) => error instanceof ConfigurationError && message.test(error.message),
      ));
  }
});
