import { ConfigurationError } from "../shared/errors";
import { guardedSource } from "./own-source";
import { defineSource, type LogSource } from "./source";

/**
 * All log sources of a stack. One of its own goes before the built-in ones, and replaces the one that has its id.
 * @throws ConfigurationError where two would write to the same indices.
 */
export function mergeSources(builtIn: readonly LogSource[], own: readonly LogSource[]): readonly LogSource[] {
  if (own.length === 0) return builtIn;
  const ids = new Set(own.map(({ id }) => id));
  const all = [...own.map(guardedSource), ...builtIn.filter(({ id }) => !ids.has(id))];
  for (const [index, source] of all.entries()) {
    const twin = all.slice(0, index).find(({ id, dataset }) => id === source.id || dataset === source.dataset);
    if (twin === undefined) continue;
    throw new ConfigurationError(
      twin.id === source.id
        ? `two sources of the stack's own have the id ${source.id}`
        : `the sources ${twin.id} and ${source.id} have the same dataset, ${source.dataset}; give the own one another dataset, or the id of the built-in one to replace it`,
    );
  }
  return all;
}

/**
 * The log source that a module exports.
 * @param module what `require` gives for `path`.
 * @throws ConfigurationError if it exports none.
 */
export function sourceOfModule(module: unknown, path: string): LogSource {
  const source = (module as { default?: unknown } | undefined)?.default;
  if (!isLogSource(source)) {
    throw new ConfigurationError(`${path} exports no log source: it needs \`export default defineSource({ ... })\``);
  }
  return defineSource(source);
}

function isLogSource(value: unknown): value is LogSource {
  if (typeof value !== "object" || value === null) return false;
  const { id, dataset, keys, recognises, open, fields } = value as Readonly<Record<string, unknown>>;
  return (
    typeof id === "string" &&
    typeof dataset === "string" &&
    Array.isArray(keys) &&
    typeof recognises === "function" &&
    typeof open === "function" &&
    typeof fields === "object"
  );
}
