import type { PolicyResource } from "@pulumi/policy";
import { ResourceGraph, type ResourceLike, tellingOutputs } from "./graph";
import { holdsUnknown, isUnknown, plain } from "./unknown";

type Members = Readonly<Record<string, unknown>>;

/** What the pack knows of the resources of one operation of the engine. */
export class SeenResources {
  readonly #inputs = new Map<string, Members>();
  #graph: ResourceGraph | undefined;
  #lastIndex = Number.POSITIVE_INFINITY;

  /** Remembers what the program says of a resource. */
  record(urn: string, props: unknown): void {
    this.#inputs.set(urn, plain(props) as Members);
  }

  /**
   * The graph of a stack for the policy with an index. The server hands each policy its own copies of the same
   * resources; policies run in order, so an index that is not higher than the last one belongs to a new request.
   */
  graphFor(index: number, resources: readonly PolicyResource[]): ResourceGraph {
    if (this.#graph === undefined || index <= this.#lastIndex)
      this.#graph = new ResourceGraph(this.resourcesOf(resources));
    this.#lastIndex = index;
    return this.#graph;
  }

  /** Resources with what the program says of them, and with outputs where it says what only AWS knows. */
  resourcesOf(resources: readonly PolicyResource[]): ResourceLike[] {
    return resources.map((resource) => this.#describe(resource));
  }

  #describe(resource: PolicyResource): ResourceLike {
    const { type, name, urn, props, opts, parent, dependencies, propertyDependencies } = resource;
    const urns = (of: readonly PolicyResource[]) => of.map((each) => each.urn);
    return {
      type,
      name,
      urn,
      id: text(read(props, "id")),
      arn: text(read(props, "arn")),
      props: this.#propsOf(urn, props),
      protect: opts.protect,
      parent: parent?.urn,
      deps: urns(dependencies),
      propertyDeps: Object.fromEntries(Object.entries(propertyDependencies).map(([key, of]) => [key, urns(of)])),
    };
  }

  #propsOf(urn: string, outputs: Members): Members {
    const inputs = this.#inputs.get(urn);
    if (inputs === undefined) return plain(outputs) as Members;
    const given = Object.entries(inputs).map(([name, value]) => {
      const output = holdsUnknown(value) ? read(outputs, name) : undefined;
      return [name, output ?? value];
    });
    const found = tellingOutputs.flatMap((name) => {
      const output = read(outputs, name);
      return output === undefined ? [] : [[name, output]];
    });
    return Object.fromEntries([...found, ...given]) as Members;
  }
}

/** A copy of a member of CrossGuard's proxies, which throw where it is unknown. */
const read = (props: Members, name: string): unknown =>
  name in props
    ? (
        plain({
          get value() {
            return props[name];
          },
        }) as Members
      ).value
    : undefined;

const text = (value: unknown): string | undefined =>
  typeof value === "string" && !isUnknown(value) ? value : undefined;
