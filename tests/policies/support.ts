import assert from "node:assert/strict";
import { checkGraph } from "../../policies/check-graph";
import { ResourceGraph, type ResourceLike } from "../../policies/graph";
import type { Policy } from "../../policies/policy";

type Props = Readonly<Record<string, unknown>>;

/** A resource of a test graph; its URN is `urn:<name>`. */
export function resource(type: string, name: string, props: Props, more: Partial<ResourceLike> = {}): ResourceLike {
  return { type, name, urn: `urn:${name}`, props, deps: [], ...more };
}

export interface PolicyCases {
  /** Graphs in which the policy holds, by what they show. */
  readonly good: Readonly<Record<string, readonly ResourceLike[]>>;
  /** Graphs that violate it, with the message. */
  readonly bad: Readonly<Record<string, { readonly graph: readonly ResourceLike[]; readonly says: RegExp }>>;
  /** Graphs with unknown values on which it depends. */
  readonly undecided: Readonly<Record<string, readonly ResourceLike[]>>;
}

/** Proves a policy: at least two graphs that satisfy it, two that violate it, and one that leaves it undecided. */
export function describePolicy(policy: Policy, { good, bad, undecided }: PolicyCases): void {
  const run = (graph: readonly ResourceLike[]) =>
    checkGraph(graph, { policies: [policy] }).map(({ outcome, message }) => ({ outcome, message }));

  describe(`policy ${policy.id}`, () => {
    it("has two good graphs, two bad ones and an undecided one", () => {
      assert.ok(Object.keys(good).length >= 2 && Object.keys(bad).length >= 2 && Object.keys(undecided).length >= 1);
      for (const graph of [...Object.values(good), ...Object.values(bad).map(({ graph }) => graph)]) {
        assert.ok(
          new ResourceGraph(graph).ofType(...policy.types).length > 0,
          "a graph without a resource that the policy judges",
        );
      }
    });
    for (const [shows, graph] of Object.entries(good)) {
      it(`holds: ${shows}`, () => assert.deepEqual(run(graph), []));
    }
    for (const [shows, { graph, says }] of Object.entries(bad)) {
      it(`is violated: ${shows}`, () => {
        const findings = run(graph);
        assert.deepEqual([...new Set(findings.map(({ outcome }) => outcome))], ["violation"]);
        assert.match(findings.map(({ message }) => message).join("\n"), says);
      });
    }
    for (const [shows, graph] of Object.entries(undecided)) {
      it(`is undecided: ${shows}`, () =>
        assert.deepEqual(
          run(graph).map(({ outcome }) => outcome),
          ["undecided"],
        ));
    }
  });
}

/** IAM policy text of statements. */
export function document(...statements: readonly Props[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A bucket with its settings; `null` leaves a setting out. */
export function bucket(
  name: string,
  settings: Readonly<Record<string, Props | null>> = {},
  more: Partial<ResourceLike> = {},
): ResourceLike[] {
  const result = [
    resource("aws:s3/bucket:Bucket", name, { bucket: name }, { id: name, arn: `arn:aws:s3:::${name}`, ...more }),
  ];
  for (const [kind, props] of Object.entries(settings)) {
    if (props === null) continue;
    const type = `aws:s3/${kind[0]!.toLowerCase()}${kind.slice(1)}:${kind}`;
    result.push(resource(type, `${name}-${kind}`, { bucket: name, ...props }));
  }
  return result;
}
