import { statSync } from "node:fs";
import { resolve } from "node:path";

/** What was built, and the files that it was built from. */
interface Build {
  readonly code: Uint8Array;
  /** Paths, from the working directory. */
  readonly inputs: readonly string[];
}

interface RememberedBuild {
  readonly code: Uint8Array;
  /** Of each file, what tells whether it was changed. */
  readonly stamps: ReadonlyMap<string, string>;
}

const remembered = new Map<string, RememberedBuild>();

/**
 * Builds once while no file that was built from changes: a process that previews and then deploys, or tests that preview
 * a hundred stacks, would otherwise spend most of their time on the same bundles.
 */
export function rememberedBuild(key: string, workingDirectory: string, build: () => Build): Uint8Array {
  const known = remembered.get(key);
  if (known !== undefined && [...known.stamps].every(([path, stamp]) => stampOf(path) === stamp)) return known.code;
  const { code, inputs } = build();
  const paths = inputs.map((input) => resolve(workingDirectory, input));
  remembered.set(key, { code, stamps: new Map(paths.map((path) => [path, stampOf(path)])) });
  return code;
}

function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? "gone" : `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
}
