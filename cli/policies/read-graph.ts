import { ConfigurationError } from "../../functions/shared/errors";
import { type ResourceLike, tellingOutputs } from "../../policies/graph";
import { UNKNOWN } from "../../policies/unknown";

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads the output of `siem graph`, of `pulumi stack export` or of `pulumi preview --json`.
 * @param content Text in UTF-8 or, as PowerShell redirects it, in UTF-16 with a byte order mark
 * @throws ConfigurationError that says what is wrong
 */
export function readGraph(content: Uint8Array, file: string): ResourceLike[] {
  let parsed: unknown;
  try {
    parsed = revealed(JSON.parse(decoded(content)));
  } catch (cause) {
    const problem = cause instanceof RangeError ? "is nested too deeply" : "is no JSON";
    throw new ConfigurationError(`${file} ${problem}: ${cause instanceof Error ? cause.message : ""}`, { cause });
  }
  const resources = resourcesIn(parsed, file);
  // Whoever has a pipeline pass by it would not notice that nothing was judged.
  if (resources.length === 0) throw new ConfigurationError(`${file} holds no resources: there is nothing to judge`);
  return resources.map((item, index) => {
    const place = `${file}: resource ${index}`;
    if (!isObject(item) || typeof item.type !== "string" || typeof item.urn !== "string") {
      throw new ConfigurationError(`${place} has no type and urn: ${JSON.stringify(item).slice(0, 80)}`);
    }
    return toResource(item, { type: item.type, urn: item.urn, place });
  });
}

/** A decoder leaves a byte order mark out. */
function decoded(content: Uint8Array): string {
  const isUtf16 = content[0] === 0xff && content[1] === 0xfe;
  return new TextDecoder(isUtf16 ? "utf-16le" : "utf-8").decode(content);
}

function resourcesIn(content: unknown, file: string): readonly unknown[] {
  if (Array.isArray(content)) return content;
  if (isObject(content)) {
    if (Array.isArray(content.steps)) return planned(content, content.steps, file);
    const resources = isObject(content.deployment) ? (content.deployment.resources ?? []) : undefined;
    // What waits for its deletion has a successor with the same URN; what is only read is another program's.
    if (Array.isArray(resources))
      return resources.filter((each) => !isObject(each) || (each.delete !== true && each.external !== true));
  }
  throw new ConfigurationError(
    `${file} is none of the list that \`siem graph\` prints, a \`pulumi stack export\` and a \`pulumi preview --json\``,
  );
}

/**
 * What each resource of a preview will be; a replacement takes several steps.
 * @throws ConfigurationError where resources are missing, which would pass unseen
 */
function planned({ diagnostics, changeSummary }: Members, given: readonly unknown[], file: string): readonly unknown[] {
  const errors = Array.isArray(diagnostics)
    ? diagnostics.filter(isObject).filter((each) => each.severity === "error")
    : [];
  if (errors.length > 0)
    throw new ConfigurationError(`${file} is of a preview that failed: ${String(errors[0]?.message).trim()}`);
  const steps = given.filter(isObject);
  const unchanged = isObject(changeSummary) ? Number(changeSummary.same ?? 0) : 0;
  if (steps.filter(({ op }) => op === "same").length < unchanged) {
    throw new ConfigurationError(
      `${file} is without resources that do not change; make it by \`pulumi preview --json --show-sames\``,
    );
  }
  const states = steps.map(({ newState }) => newState).filter(isObject);
  return [...new Map(states.map((state) => [state.urn, state])).values()]
    .filter(({ external }) => external !== true)
    .map((state) => ({ ...state, inputs: hidden(state.inputs) }));
}

/** A copy in which what a preview shows of secrets is unknown. */
function hidden(value: unknown): unknown {
  if (value === "[secret]") return UNKNOWN;
  if (Array.isArray(value)) return value.map(hidden);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, of]) => [name, hidden(of)])) : value;
}

interface Identified {
  readonly type: string;
  readonly urn: string;
  readonly place: string;
}

function toResource(item: Members, { type, urn, place }: Identified): ResourceLike {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  // Names of the engine's state, where they differ from those of `siem graph`.
  const propertyDeps = item.propertyDeps ?? item.propertyDependencies;
  const outputs = isObject(item.outputs) ? item.outputs : {};
  const inputs = item.props ?? item.inputs ?? {};
  if (!isObject(inputs)) {
    throw new ConfigurationError(`${place} has inputs that are no object: ${JSON.stringify(inputs).slice(0, 80)}`);
  }
  return {
    type,
    urn,
    name: text(item.name) ?? urn.split("::").at(-1) ?? urn,
    id: text(item.id),
    arn: text(item.arn) ?? text(outputs.arn),
    parent: text(item.parent),
    protect: item.protect === true,
    deps: texts(item.deps ?? item.dependencies),
    // What the program says; names, URLs and the like that AWS chose are in the outputs.
    props: { ...pick(outputs, tellingOutputs), ...inputs },
    ...(isObject(propertyDeps) && {
      propertyDeps: Object.fromEntries(Object.entries(propertyDeps).map(([name, urns]) => [name, texts(urns)])),
    }),
  };
}

const pick = (from: Members, names: readonly string[]): Members =>
  Object.fromEntries(names.filter((name) => name in from).map((name) => [name, from[name]]));

/**
 * By what the engine tells its own objects from those of programs, and what a secret has there.
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
 */
const signature = { key: "4dabf18193072939515e22adb298388d", secret: "1b47061264138c4ac30d75fd1eb44270" };

/** A copy in which secrets are their values; unknown where these are encrypted, or cannot be read. */
function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (!isObject(value)) return value;
  if (value[signature.key] === signature.secret) return secretIn(value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revealed(member)]));
}

function secretIn({ plaintext }: Members): unknown {
  if (typeof plaintext !== "string") return UNKNOWN;
  try {
    return revealed(JSON.parse(plaintext));
  } catch {
    return UNKNOWN;
  }
}
