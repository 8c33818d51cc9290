import { normalForms } from "./forms";
import { isUnknown, Undecided } from "./unknown";

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
  /** Whether Pulumi refuses to delete it. */
  readonly protect?: boolean | undefined;
  /** A setting that is written inside of another resource: that resource, and the property that would name it. */
  readonly inside?: { readonly owner: ResourceNode; readonly pointer: string } | undefined;
  /** Type that the program gives it, where policies know it by another. */
  readonly givenType?: string | undefined;
}

/** What a node can be made from: a line of `siem graph`, a CrossGuard resource, a resource of an engine's preview. */
export interface ResourceLike extends Omit<ResourceNode, "props" | "deps" | "inside" | "givenType"> {
  readonly props?: unknown;
  /** Taken where there are no `props`. */
  readonly inputs?: unknown;
  readonly deps?: readonly string[] | undefined;
}

/** Properties by which other resources point at a resource, besides its id and URN. */
const identities = ["arn", "bucket", "name", "url", "domainName", "keyId"] as const;
/** Outputs that say what only AWS or the provider knows, where the program leaves it out. */
export const tellingOutputs: readonly string[] = [...identities, "region"];

export type Path = readonly [string, ...(string | number)[]];

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
export function isGiven(node: ResourceNode, ...path: Path): boolean {
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
export function readNumber(node: ResourceNode, path: string | Path, otherwise: number): number {
  const value = typeof path === "string" ? read(node, path) : read(node, ...path);
  return value === undefined || value === null ? otherwise : Number(value);
}

/** A nested list; empty where it is not set. @throws Undecided where it is unknown. */
export function readList(node: ResourceNode, ...path: Path): readonly unknown[] {
  const value = read(node, ...path);
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The items of a list of texts. @throws Undecided where one is unknown. */
export function readTexts(node: ResourceNode, ...path: Path): string[] {
  return readList(node, ...path).map((item, index) => {
    if (isUnknown(item)) throw new Undecided(`${path.join(".")}.${index} of ${node.name}`);
    return String(item);
  });
}

/** Whether a setting is a resource of its own. */
export const isSeparate = ({ inside }: ResourceNode): boolean => inside === undefined;

/** The resources of a stack, and how they point at each other. */
export class ResourceGraph {
  readonly nodes: readonly ResourceNode[];
  readonly #byUrn: ReadonlyMap<string, ResourceNode>;
  readonly #byType = new Map<string, ResourceNode[]>();
  readonly #identified = new Map<string, Map<string, ResourceNode>>();
  readonly #pointing = new Map<string, Pointers>();
  readonly #unnamed = new Map<string, boolean>();
  #account: { readonly id: string | undefined } | undefined;

  constructor(resources: Iterable<ResourceLike>) {
    const forms = [...resources].map(normalForms);
    const given = forms.flatMap(([whole]) => (whole === undefined ? [] : [whole]));
    this.#byUrn = new Map(given.map((node) => [node.urn, node]));
    this.#add(given);
    // A setting inside of a resource may be what AWS says of the separate one: that one counts.
    const inside = forms.flatMap(([, ...settings]) => settings).filter((setting) => !this.#isSeparate(setting));
    this.#add(inside);
    this.#pointing.clear();
    this.nodes = [...given, ...inside];
  }

  ofType(...types: readonly string[]): ResourceNode[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  /** The resource with a URN. */
  withUrn(urn: string | undefined): ResourceNode | undefined {
    return urn === undefined ? undefined : this.#byUrn.get(urn);
  }

  /**
   * The resource of `type` that a property names by id, name, ARN, URL or URN; undefined where it names none of the stack.
   * An unknown property is resolved by what it was made from.
   * @throws Undecided where that is not clear either
   */
  target(node: ResourceNode, property: string, type: string): ResourceNode | undefined {
    if (node.inside?.pointer === property) return node.inside.owner.type === type ? node.inside.owner : undefined;
    return this.targetOf(node.props[property], node, property, type);
  }

  /** The same for a value within a property. @throws Undecided where it is not clear */
  targetOf(value: unknown, node: ResourceNode, property: string, type: string): ResourceNode | undefined {
    if (isUnknown(value)) return this.#targetOfUnknown(node, property, type);
    if (typeof value !== "string") return undefined;
    const target = this.named(value, type) ?? this.#only(node.propertyDeps?.[property], type);
    // It may be the name of one whose name is not known yet.
    if (target === undefined && this.#hasUnknownName(type)) throw new Undecided(`${property} of ${node.name}`);
    return target;
  }

  /** Whether a resource is made after another one, directly or through others. */
  isMadeAfter(node: ResourceNode, earlier: ResourceNode): boolean {
    const seen = new Set<string>();
    const open = [node.urn];
    for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
      for (const dependency of this.#byUrn.get(urn)?.deps ?? []) {
        if (dependency === earlier.urn) return true;
        if (seen.has(dependency)) continue;
        seen.add(dependency);
        open.push(dependency);
      }
    }
    return false;
  }

  /** The account that the resources are made in, as far as their ARNs tell. */
  account(): string | undefined {
    this.#account ??= { id: onlyAccount(this.nodes) };
    return this.#account.id;
  }

  /** The resource of `type` with this id, name, ARN, URL or URN. */
  named(value: string, type: string): ResourceNode | undefined {
    const identified = this.#identitiesOf(type);
    // A function is also named with a version or alias behind its name or ARN.
    for (let text = value; text !== ""; text = text.slice(0, Math.max(0, text.lastIndexOf(":")))) {
      const node = identified.get(text);
      if (node !== undefined) return node;
    }
    return undefined;
  }

  /**
   * Resources of `type` whose `property` points at `node`, and that are `wanted`.
   * @throws Undecided where none surely does, but one may
   */
  pointingAt(
    node: ResourceNode,
    type: string,
    property: string,
    wanted: (source: ResourceNode) => boolean = () => true,
  ): readonly ResourceNode[] {
    const { sources, doubt } = this.#pointers(type, property, node.type);
    const found = (sources.get(node) ?? []).filter(wanted);
    if (found.length === 0 && doubt !== undefined) throw doubt;
    return found;
  }

  #pointers(type: string, property: string, targetType: string): Pointers {
    const key = `${type} ${property} ${targetType}`;
    const known = this.#pointing.get(key);
    if (known !== undefined) return known;
    const sources = new Map<ResourceNode, ResourceNode[]>();
    let doubt: Undecided | undefined;
    for (const source of this.ofType(type)) {
      try {
        const target = this.target(source, property, targetType);
        if (target !== undefined) sources.set(target, [...(sources.get(target) ?? []), source]);
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        doubt = error;
      }
    }
    const pointers = { sources, doubt };
    this.#pointing.set(key, pointers);
    return pointers;
  }

  #isSeparate({ type, inside }: ResourceNode): boolean {
    if (inside === undefined) return false;
    return this.#pointers(type, inside.pointer, inside.owner.type).sources.has(inside.owner);
  }

  #add(nodes: readonly ResourceNode[]): void {
    for (const node of nodes) {
      const ofType = this.#byType.get(node.type);
      if (ofType === undefined) this.#byType.set(node.type, [node]);
      else ofType.push(node);
    }
    this.#identified.clear();
    this.#unnamed.clear();
  }

  #identitiesOf(type: string): ReadonlyMap<string, ResourceNode> {
    const known = this.#identified.get(type);
    if (known !== undefined) return known;
    const identified = new Map<string, ResourceNode>();
    for (const node of this.ofType(type)) {
      for (const identity of identitiesOf(node)) if (!identified.has(identity)) identified.set(identity, node);
    }
    this.#identified.set(type, identified);
    return identified;
  }

  #hasUnknownName(type: string): boolean {
    const known = this.#unnamed.get(type);
    if (known !== undefined) return known;
    const has = this.ofType(type).some(hasUnknownName);
    this.#unnamed.set(type, has);
    return has;
  }

  #targetOfUnknown(node: ResourceNode, property: string, type: string): ResourceNode | undefined {
    const madeFrom = node.propertyDeps?.[property];
    const target = this.#only(madeFrom, type) ?? this.#only(node.deps, type);
    if (target !== undefined) return target;
    // Made from resources of other types only: it names none of this one.
    if (madeFrom !== undefined && madeFrom.length > 0 && !madeFrom.some((urn) => this.#byUrn.get(urn)?.type === type))
      return undefined;
    throw new Undecided(`${property} of ${node.name}`);
  }

  #only(urns: readonly string[] | undefined, type: string): ResourceNode | undefined {
    const nodes = [...new Set(urns)].map((urn) => this.#byUrn.get(urn)).filter((node) => node?.type === type);
    return nodes.length === 1 ? nodes[0] : undefined;
  }
}

/** Whether the program gives a resource a name that is not known yet; other identities AWS makes up. */
function hasUnknownName({ props, inside }: ResourceNode): boolean {
  return inside === undefined && [props.name, props.bucket, props.domainName].some(isUnknown);
}

function onlyAccount(nodes: readonly ResourceNode[]): string | undefined {
  const arns = nodes.map(({ arn, props }) => arn ?? props.arn).filter((arn) => typeof arn === "string");
  const accounts = new Set(arns.flatMap((arn) => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? []));
  return accounts.size === 1 ? [...accounts][0] : undefined;
}

interface Pointers {
  readonly sources: ReadonlyMap<ResourceNode, ResourceNode[]>;
  readonly doubt: Undecided | undefined;
}

function identitiesOf(node: ResourceNode): string[] {
  if (node.inside !== undefined) return [];
  const values = [node.id, node.arn, node.urn, node.props.id, ...identities.map((property) => node.props[property])];
  return values.filter((value): value is string => typeof value === "string" && value !== "" && !isUnknown(value));
}
