import type { GraphResource } from "../../cli/graph";
import { readPolicyDocument, type Statement } from "../../policies/policy-document";

/** The resources of a stage, as controls look at them. Types are without `aws:`. */
export class StageGraph {
  constructor(readonly resources: readonly GraphResource[]) {}

  all(type: string): GraphResource[] {
    return this.resources.filter((resource) => resource.type === `aws:${type}` || resource.type === type);
  }

  one(type: string, nameEnd: string): GraphResource | undefined {
    return this.all(type).find(({ name }) => name.endsWith(nameEnd));
  }

  /** Policy documents in an input of all resources of the types, each with its statements. */
  policies(
    input: string,
    ...types: readonly string[]
  ): { readonly name: string; readonly statements: readonly Statement[] }[] {
    return types.flatMap((type) =>
      this.all(type).map((resource) => ({ name: resource.name, statements: statements(resource, input) })),
    );
  }
}

export function statements({ inputs }: GraphResource, input = "policy"): readonly Statement[] {
  return typeof inputs[input] === "string" ? readPolicyDocument(inputs[input]) : [];
}

/** A member of nested inputs; undefined where a part is missing. */
export function at(resource: GraphResource | undefined, ...path: readonly (string | number)[]): unknown {
  let value: unknown = resource?.inputs;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** What is wrong: names of resources, or what is missing. Nothing where the control holds. */
export type Faults = readonly string[];

/** A change of a stage that a control must notice. */
export type Break = (graph: StageGraph) => StageGraph;

interface ControlText {
  /** Number in the list of controls. */
  readonly number: number;
  /** Where else it is known: ids of Security Hub (FSBP), checkov, cdk-nag, prowler. */
  readonly ids: string;
  readonly resource: string;
  /** In our own words. */
  readonly setting: string;
}

/** One control: checked on the stages, or not at all, with the reason. */
export type Control = ControlText &
  (
    | {
        /** File that satisfies it. */
        readonly where: string;
        readonly check: (graph: StageGraph) => Faults;
        readonly broken: Break;
        /** Default: dev, prod, prod with `siem:organization`, and prod with what else is off by default. */
        readonly stages?: readonly string[];
      }
    /** Why it is not followed. */
    | { readonly exempt: string }
  );

/** The resources of a type for which something does not hold; there must be at least one such resource. */
export function each(graph: StageGraph, type: string, holds: (resource: GraphResource) => boolean): Faults {
  const found = graph.all(type);
  if (found.length === 0) return [`there is no ${type}`];
  return found.filter((resource) => !holds(resource)).map(({ name }) => name);
}

/** The buckets that lack a setting: a resource of their own that points at them. */
export function eachBucket(
  graph: StageGraph,
  settingType: string,
  holds: (setting: GraphResource, bucket: GraphResource) => boolean = () => true,
  isMeant: (bucket: GraphResource) => boolean = () => true,
): Faults {
  return each(graph, "s3/bucket:Bucket", (bucket) => {
    if (!isMeant(bucket)) return true;
    const settings = graph.all(settingType).filter(({ inputs }) => inputs.bucket === bucket.id);
    return settings.length === 1 && settings.every((setting) => holds(setting, bucket));
  });
}

export const isAccessLogBucket = ({ name }: GraphResource): boolean => name.endsWith("-access-logs");

/** Faults that show unless something holds. */
export function unless(holds: boolean, fault: string): Faults {
  return holds ? [] : [fault];
}

/** Removes the resources of a type, or those with this end of the name. */
export function without(type: string, nameEnd = ""): Break {
  return ({ resources }) =>
    new StageGraph(resources.filter((each) => each.type !== `aws:${type}` || !each.name.endsWith(nameEnd)));
}

/** Changes the inputs of the first resource of a type. */
export function changed(type: string, inputs: Readonly<Record<string, unknown>>, nameEnd = ""): Break {
  return (graph) => {
    const target = graph.one(type, nameEnd);
    return new StageGraph(
      graph.resources.map((each) => (each === target ? { ...each, inputs: { ...each.inputs, ...inputs } } : each)),
    );
  };
}

/** Adds a resource that should not be there. */
export function added(type: string, inputs: Readonly<Record<string, unknown>>): Break {
  const resource = { type: `aws:${type}`, name: "added", inputs, id: "added", urn: "added", parent: "", deps: [] };
  return ({ resources }) => new StageGraph([...resources, { ...resource, propertyDeps: {} }]);
}

/** Adds a statement to the policy of the first resource of a type. */
export function withStatement(type: string, statement: object, input = "policy", nameEnd = ""): Break {
  return (graph) => {
    const target = graph.one(type, nameEnd);
    const document = JSON.parse(String(target?.inputs[input])) as { Statement: object[] };
    const policy = JSON.stringify({
      ...document,
      Statement: [...document.Statement, { Effect: "Allow", ...statement }],
    });
    return changed(type, { [input]: policy }, nameEnd)(graph);
  };
}

/** Takes the statements with this label out of the policy of the first resource of a type. */
export function withoutStatement(type: string, label: RegExp, input = "policy", nameEnd = ""): Break {
  return (graph) => {
    const target = graph.one(type, nameEnd);
    const document = JSON.parse(String(target?.inputs[input])) as { Statement: { Sid: string }[] };
    const policy = JSON.stringify({ ...document, Statement: document.Statement.filter(({ Sid }) => !label.test(Sid)) });
    return changed(type, { [input]: policy }, nameEnd)(graph);
  };
}

/** Whether a statement has a condition on a key. */
export function hasCondition({ conditions }: Statement, ...keys: readonly string[]): boolean {
  return keys.every((key) => conditions.some((condition) => condition.key === key.toLowerCase()));
}

/** Whether a policy denies all that comes without TLS. */
export function deniesPlain(list: readonly Statement[], operator: string, key: string, value: string): boolean {
  return list.some(
    ({ effect, principals, conditions }) =>
      effect === "Deny" &&
      principals?.everyone === true &&
      conditions.some((each) => each.operator === operator && each.key === key && each.values.includes(value)),
  );
}

/** Whether an Allow is for a service. */
export function isForService({ effect, principals }: Statement, service: string): boolean {
  return effect === "Allow" && principals?.services.includes(service) === true;
}
