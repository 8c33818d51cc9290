import { statSync } from "node:fs";
import { resolve } from "node:path";

/** What was built, and the files that it was built from. */
interface Build<Value> {
  readonly value: Value;
  /** Paths, from the working directory; of folders whose new files would be built from too as well. */
  readonly inputs: readonly string[];
}

interface RememberedBuild {
  readonly value: unknown;
  /** Of each file, what tells whether it was changed. */
  readonly stamps: ReadonlyMap<string, string>;
}

const remembered = new Map<string, RememberedBuild>();

/**
 * Builds once while no file that was built from changes: a process that previews and then deploys, or tests that preview
 * a hundred stacks, would otherwise spend most of their time on the same bundles and rules.
 * @param key Names what is built, and how: of the same key, all values are of the same type.
 */
export function rememberedBuild<Value>(key: string, workingDirectory: string, build: () => Build<Value>): Value {
  const known = remembered.get(key);
  if (known !== undefined && [...known.stamps].every(([path, stamp]) => stampOf(path) === stamp)) {
    return known.value as Value;
  }
  const { value, inputs } = build();
  const paths = inputs.map((input) => resolve(workingDirectory, input));
  remembered.set(key, { value, stamps: new Map(paths.map((path) => [path, stampOf(path)])) });
  return value;
}

function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "gone" : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
}
