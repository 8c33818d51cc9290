import { isUnknown, plain, Undecided } from "./unknown";

/** A resource as policies see it. */
export interface ResourceNode {
  /** Pulumi token: `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly id?: string | undefined;
  readonly arn?: string | undefined;
  /** Inputs, and outputs where they are known. An unknown value is `UNKNOWN`. */
  readonly props: Readonly<Record<string, unknown>>;
  /** URN. */
  readonly parent?: string | undefined;
  /** URNs. */
  readonly deps: readonly string[];
  /** URNs that each property was made from. */
  readonly propertyDeps?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** What a node can be made from: a line of `siem graph`, a CrossGuard resource, a resource of an engine's preview. */
export interface ResourceLike extends Omit<ResourceNode, "props" | "deps"> {
  readonly props?: unknown;
  /** Taken where there are no `props`. */
  readonly inputs?: unknown;
  readonly deps?: readonly string[] | undefined;
}

/** Properties by which other resources point at a resource, besides its id, ARN and URN. */
const identities = ["id", "arn", "bucket", "name", "url", "domainName", "keyId"] as const;

// Before version 7 of the AWS provider the split S3 resources had a V2 in their names.
const currentType = (type: string) => type.replace(/^aws:s3\/(\w+)V2:(\w+)V2$/, "aws:s3/$1:$2");

function toNode({ props, inputs, deps, type, ...rest }: ResourceLike): ResourceNode {
  const copy = plain(props ?? inputs ?? {});
  return { ...rest, type: currentType(type), props: copy as Record<string, unknown>, deps: deps ?? [] };
}

/** Reads a nested property; undefined where a part is missing. @throws Undecided where it is unknown. */
export function read(node: ResourceNode, ...path: readonly (string | number)[]): unknown {
  let value: unknown = node.props;
  for (const [depth, key] of path.entries()) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[key];
    if (isUnknown(value)) throw new Undecided(`${path.slice(0, depth + 1).join(".")} of ${node.name}`);
  }
  return value;
}

/** Whether a nested property is true. @throws Undecided where it is unknown. */
export function isTrue(node: ResourceNode, ...path: readonly (string | number)[]): boolean {
  const value = read(node, ...path);
  return value === true || value === "true";
}

/**
 * Whether the program gives a nested property a value, known or not.
 * @throws Undecided where it is unknown and made from no other resource: it may be an output that AWS fills in
 */
export function isGiven(node: ResourceNode, ...path: readonly [string, ...(string | number)[]]): boolean {
  try {
    const value = read(node, ...path);
    return value !== undefined && value !== null && value !== "";
  } catch (error) {
    const isOutput = node.propertyDeps !== undefined && (node.propertyDeps[path[0]] ?? []).length === 0;
    if (error instanceof Undecided && !isOutput) return true;
    throw error;
  }
}

/** A nested number, or the provider's default where it is not set. @throws Undecided where it is unknown. */
export function readNumber(node: ResourceNode, path: string, otherwise: number): number {
  const value = read(node, path);
  return value === undefined || value === null ? otherwise : Number(value);
}

/** The resources of a stack, and how they point at each other. */
export class ResourceGraph {
  readonly nodes: readonly ResourceNode[];
  readonly #byUrn: ReadonlyMap<string, ResourceNode>;

  constructor(resources: Iterable<ResourceLike>) {
    this.nodes = [...resources].map(toNode);
    this.#byUrn = new Map(this.nodes.map((node) => [node.urn, node]));
  }

  ofType(...types: readonly string[]): ResourceNode[] {
    return this.nodes.filter(({ type }) => types.includes(type));
  }

  /**
   * The resource of `type` that a property names by id, name, ARN, URL or URN; undefined where it names none of the stack.
   * An unknown property is resolved by what it was made from.
   * @throws Undecided where that is not clear either
   */
  target(node: ResourceNode, property: string, type: string): ResourceNode | undefined {
    const value = node.props[property];
    if (isUnknown(value)) return this.#targetOfUnknown(node, property, type);
    if (typeof value !== "string") return undefined;
    // A function is also named with a version or alias behind its name or ARN.
    const named = this.ofType(type).find((candidate) =>
      identitiesOf(candidate).some((identity) => value === identity || value.startsWith(`${identity}:`)),
    );
    return named ?? this.#only(node.propertyDeps?.[property], type);
  }

  /**
   * Resources of `type` whose `property` points at `node`.
   * @throws Undecided where none surely does, but one may
   */
  pointingAt(node: ResourceNode, type: string, property: string): ResourceNode[] {
    let doubt: Undecided | undefined;
    const found = this.ofType(type).filter((candidate) => {
      try {
        return this.target(candidate, property, node.type) === node;
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        doubt = error;
        return false;
      }
    });
    if (found.length === 0 && doubt !== undefined) throw doubt;
    return found;
  }

  #targetOfUnknown(node: ResourceNode, property: string, type: string): ResourceNode {
    const target = this.#only(node.propertyDeps?.[property], type) ?? this.#only(node.deps, type);
    if (target === undefined) throw new Undecided(`${property} of ${node.name}`);
    return target;
  }

  #only(urns: readonly string[] | undefined, type: string): ResourceNode | undefined {
    const nodes = [...new Set(urns)].map((urn) => this.#byUrn.get(urn)).filter((node) => node?.type === type);
    return nodes.length === 1 ? nodes[0] : undefined;
  }
}

function identitiesOf(node: ResourceNode): string[] {
  const values = [node.id, node.arn, node.urn, ...identities.map((property) => node.props[property])];
  return values.filter((value): value is string => typeof value === "string" && value !== "" && !isUnknown(value));
}
