import assert from "node:assert/strict";
import { readGraph } from "../../../cli/policies/read-graph";
import { ConfigurationError } from "../../../functions/shared/errors";

const urn = "urn:pulumi:prod::shop::aws:sqs/queue:Queue::orders";

describe("a graph that `siem policies check` reads", () => {
  it("is the output of `siem graph`", () => {
    const [resource] = readGraph(
      JSON.stringify([
        {
          type: "aws:sqs/queue:Queue",
          name: "orders",
          urn,
          id: "u",
          inputs: { a: 1 },
          deps: ["urn:b"],
          propertyDeps: { a: ["urn:b"] },
        },
      ]),
      "f",
    );
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
    assert.deepEqual(readGraph(JSON.stringify(exported), "f"), [
      {
        type: "aws:sqs/queue:Queue",
        urn,
        name: "orders",
        id: "https://sqs/orders-1",
        arn: "arn:q",
        parent: undefined,
        protect: true,
        deps: ["urn:k"],
        props: { name: "orders-1", url: "https://sqs/orders-1", kmsMasterKeyId: "k" },
        propertyDeps: { kmsMasterKeyId: ["urn:k"] },
      },
    ]);
  });

  const refused: Readonly<Record<string, [string, RegExp]>> = {
    "no JSON": ["{", /^f is no JSON: /],
    "something else": ['{"a": 1}', /^f is neither the list/],
    "a list of something else": ['[{"name": "a"}]', /^f: resource 0 has no type and urn/],
  };
  for (const [what, [text, message]] of Object.entries(refused)) {
    it(`is refused: ${what}`, () =>
      assert.throws(
        () => readGraph(text, "f"),
        (error: unknown) => error instanceof ConfigurationError && message.test(error.message),
      ));
  }
});
