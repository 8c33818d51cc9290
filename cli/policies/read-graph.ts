import { ConfigurationError } from "../../functions/shared/errors";
import type { ResourceLike } from "../../policies/graph";

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads the output of `siem graph`, or of `pulumi stack export`. @throws ConfigurationError that says what is wrong */
export function readGraph(text: string, file: string): ResourceLike[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError(`${file} is no JSON: ${cause instanceof Error ? cause.message : ""}`, { cause });
  }
  const deployment = isObject(content) && isObject(content.deployment) ? content.deployment : undefined;
  const list = deployment === undefined ? content : (deployment.resources ?? []);
  if (!Array.isArray(list)) {
    throw new ConfigurationError(
      `${file} is neither the list that \`siem graph\` prints nor a \`pulumi stack export\``,
    );
  }
  return list.map((item: unknown, index) => {
    if (!isObject(item) || typeof item.type !== "string" || typeof item.urn !== "string") {
      throw new ConfigurationError(
        `${file}: resource ${index} has no type and urn: ${JSON.stringify(item).slice(0, 80)}`,
      );
    }
    return toResource(item, item.type, item.urn);
  });
}

function toResource(item: Members, type: string, urn: string): ResourceLike {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  // Names of the engine's state, where they differ from those of `siem graph`.
  const propertyDeps = item.propertyDeps ?? item.propertyDependencies;
  const outputs = isObject(item.outputs) ? item.outputs : {};
  return {
    type,
    urn,
    name: text(item.name) ?? urn.slice(urn.lastIndexOf("::") + 2),
    id: text(item.id),
    arn: text(item.arn) ?? text(outputs.arn),
    parent: text(item.parent),
    protect: item.protect === true,
    deps: texts(item.deps ?? item.dependencies),
    // What the program says; names, URLs and the like that AWS chose are in the outputs.
    props: {
      ...identities(outputs),
      ...(isObject(item.props) ? item.props : isObject(item.inputs) ? item.inputs : {}),
    },
    ...(isObject(propertyDeps) && {
      propertyDeps: Object.fromEntries(Object.entries(propertyDeps).map(([name, urns]) => [name, texts(urns)])),
    }),
  };
}

function identities(outputs: Members): Members {
  const names = ["bucket", "name", "url", "domainName", "keyId"].filter((name) => name in outputs);
  return Object.fromEntries(names.map((name) => [name, outputs[name]]));
}
