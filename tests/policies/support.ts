import assert from "node:assert/strict";
import { checkGraph } from "../../policies/check-graph";
import { ResourceGraph, type ResourceLike } from "../../policies/graph";
import { defaultParameters, type Parameters } from "../../policies/parameters";
import type { Policy } from "../../policies/policy";
import { canBeInside, writtenInside } from "./written-inside";

type Props = Readonly<Record<string, unknown>>;
type Graph = readonly ResourceLike[];

import { UNKNOWN } from "../../policies/unknown";

export { UNKNOWN };

/** A resource of a test graph; its URN is `urn:<name>`. */
export function resource(type: string, name: string, props: Props, more: Partial<ResourceLike> = {}): ResourceLike {
  return { type, name, urn: `urn:${name}`, props, deps: [], ...more };
}

export interface PolicyCases {
  /** Graphs in which the policy holds, by what they show. */
  readonly good: Readonly<Record<string, Graph>>;
  /** Graphs that violate it, with the message. */
  readonly bad: Readonly<Record<string, { readonly graph: Graph; readonly says: RegExp }>>;
  /** Graphs with unknown values on which it depends. */
  readonly undecided: Readonly<Record<string, Graph>>;
  /** Set where the policy depends on nothing that can be unknown. */
  readonly alwaysDecided?: true;
  /** Set where the policy is about where settings are written, or about properties that both forms have for themselves. */
  readonly asWritten?: true;
  readonly parameters?: Partial<Parameters>;
}

/**
 * Proves a policy: at least two graphs that satisfy it, two that violate it, and one that leaves it undecided. Each graph
 * is judged again with its separate settings written inside of their resources, where that is possible; of a policy about
 * such settings, one graph that holds and one that does not must be of that kind.
 */
export function describePolicy(
  policy: Policy,
  { good, bad, undecided, alwaysDecided, asWritten, parameters }: PolicyCases,
): void {
  const run = (graph: Graph) =>
    checkGraph(graph, {
      policies: [policy],
      severities: [policy.severity],
      parameters: { ...defaultParameters, ...parameters },
    }).map(({ outcome, message }) => ({ outcome, message }));
  const forms = (shows: string, graph: Graph): [string, Graph][] => {
    const inside = asWritten ? undefined : writtenInside(graph);
    return inside === undefined
      ? [[shows, graph]]
      : [
          [shows, graph],
          [`${shows} (settings inside)`, inside],
        ];
  };

  describe(`policy ${policy.id}`, () => {
    it("has two good graphs, two bad ones and an undecided one", () => {
      assert.ok(Object.keys(good).length >= 2, "too few good graphs");
      assert.ok(Object.keys(bad).length >= 2, "too few bad graphs");
      assert.equal(Object.keys(undecided).length === 0, alwaysDecided === true, "undecided graphs");
      for (const { graph } of Object.values(bad)) {
        assert.ok(
          new ResourceGraph(graph).ofType(...policy.types).length > 0,
          "a bad graph without a resource that the policy judges",
        );
      }
    });
    const graphs = [...Object.values(good), ...Object.values(bad).map(({ graph }) => graph)];
    if (asWritten !== true && graphs.flat().some(canBeInside)) {
      it("has a good graph and a bad one whose settings can be written inside too", () => {
        assert.ok(
          Object.values(good).some((graph) => writtenInside(graph) !== undefined),
          "no good graph",
        );
        assert.ok(
          Object.values(bad).some(({ graph }) => writtenInside(graph) !== undefined),
          "no bad graph",
        );
      });
    }
    it("takes no unknown value for a good one or a bad one", () => {
      const wrong = (of: Readonly<Record<string, Graph>>, isWrong: (outcomes: readonly string[]) => boolean) =>
        Object.entries(of).flatMap(([shows, graph]) =>
          [...withUnknowns(graph)].flatMap(([place, unknown]) =>
            isWrong(run(unknown).map(({ outcome }) => outcome)) ? [`${shows}: ${place}`] : [],
          ),
        );
      const violated = Object.fromEntries(Object.entries(bad).map(([shows, { graph }]) => [shows, graph]));
      assert.deepEqual(
        {
          passes: wrong(violated, (outcomes) => outcomes.length === 0),
          violates: wrong(good, (outcomes) => outcomes.includes("violation") || outcomes.includes("error")),
        },
        { passes: [], violates: [] },
      );
    });
    const { remediation } = policy;
    if (remediation !== undefined) {
      const remediated = (graph: Graph): ResourceLike[] =>
        graph.map((node) => {
          const props = node.props as Props;
          const change = remediation.types.includes(node.type) ? remediation.change(props) : undefined;
          return change === undefined ? node : { ...node, props: { ...props, ...change } };
        });
      it("holds after its remediation, which leaves alone what is good", () => {
        for (const [shows, graph] of Object.entries(good)) assert.deepEqual(remediated(graph), graph, shows);
        const changed = Object.values(bad).map(({ graph }) => remediated(graph));
        assert.ok(
          changed.some((graph) => run(graph).length === 0),
          "remedies no bad graph",
        );
        // Once is enough.
        for (const graph of changed) assert.deepEqual(remediated(graph), graph);
      });
    }
    for (const [shows, graph] of Object.entries(good).flatMap(([shows, graph]) => forms(shows, graph))) {
      it(`holds: ${shows}`, () => assert.deepEqual(run(graph), []));
    }
    for (const [what, { graph: separate, says }] of Object.entries(bad)) {
      for (const [shows, graph] of forms(what, separate)) {
        it(`is violated: ${shows}`, () => {
          const findings = run(graph);
          assert.deepEqual([...new Set(findings.map(({ outcome }) => outcome))], ["violation"]);
          assert.match(findings.map(({ message }) => message).join("\n"), says);
        });
      }
    }
    for (const [shows, graph] of Object.entries(undecided)) {
      it(`is undecided: ${shows}`, () =>
        assert.deepEqual([...new Set(run(graph).map(({ outcome }) => outcome))], ["undecided"]));
    }
  });
}

/** A graph once for each value that its resources hold, with an unknown one in its place. */
function* withUnknowns(graph: Graph): Iterable<readonly [place: string, graph: Graph]> {
  for (const [index, node] of graph.entries()) {
    for (const [path, props] of unknownWithin(node.props)) {
      // It is made from no other resource: so it may be anything.
      const propertyDeps = { ...node.propertyDeps, [path.split(".")[0] ?? path]: [] };
      yield [`${node.name}.${path}`, graph.with(index, { ...node, props, propertyDeps })];
    }
  }
}

function* unknownWithin(value: unknown): Iterable<readonly [path: string, value: unknown]> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const replaced = (by: unknown): unknown =>
      Array.isArray(value) ? value.with(Number(name), by) : { ...value, [name]: by };
    yield [name, replaced(UNKNOWN)];
    for (const [path, inner] of unknownWithin(member)) yield [`${name}.${path}`, replaced(inner)];
  }
}

/** IAM policy text of statements. */
export function document(...statements: readonly Props[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A setting of a bucket as a resource of its own. */
export function setting(kind: string, bucket: unknown, props: Props, more: Partial<ResourceLike> = {}): ResourceLike {
  const type = `aws:s3/${kind[0]!.toLowerCase()}${kind.slice(1)}:${kind}`;
  return resource(type, `${String(bucket)}-${kind}`, { bucket, ...props }, more);
}

/** A bucket with its settings; `null` leaves a setting out. */
export function bucket(
  name: string,
  settings: Readonly<Record<string, Props | null>> = {},
  { props, ...more }: Partial<ResourceLike> = {},
): ResourceLike[] {
  const given = { bucket: name, ...(props as Props | undefined) };
  return [
    resource("aws:s3/bucket:Bucket", name, given, { id: name, arn: `arn:aws:s3:::${name}`, ...more }),
    ...Object.entries(settings).flatMap(([kind, value]) => (value === null ? [] : [setting(kind, name, value)])),
  ];
}

export const queueArn = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;

export function queue(name: string, props: Props = {}, more: Partial<ResourceLike> = {}): ResourceLike {
  return resource("aws:sqs/queue:Queue", name, props, { id: `https://sqs/${name}`, arn: queueArn(name), ...more });
}

/** What `queue` names, as another resource of its own. */
export function queueSetting(kind: string, queueName: string, props: Props, more: Partial<ResourceLike> = {}) {
  const type = `aws:sqs/${kind[0]!.toLowerCase()}${kind.slice(1)}:${kind}`;
  return resource(type, `${queueName}-${kind}`, { queueUrl: `https://sqs/${queueName}`, ...props }, more);
}

export const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;

export function lambda(name: string, props: Props = {}, more: Partial<ResourceLike> = {}): ResourceLike {
  return resource(
    "aws:lambda/function:Function",
    name,
    { name, ...props },
    { id: name, arn: functionArn(name), ...more },
  );
}

const domainType = "aws:opensearch/domain:Domain";

export function domain(props: Props = {}, more: Partial<ResourceLike> = {}): ResourceLike {
  const arn = "arn:aws:es:eu-west-1:111122223333:domain/siem";
  return resource(domainType, "siem", { domainName: "siem", ...props }, { id: arn, arn, ...more });
}

/** Statements of common shapes. */
export const service = (name: string, action: string | readonly string[], more: Props = {}): Props => ({
  Effect: "Allow",
  Principal: { Service: name },
  Action: action,
  Resource: "*",
  ...more,
});
