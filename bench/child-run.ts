import { spawnSync } from "node:child_process";

const mebibyte = 1024 * 1024;

/**
 * Runs a script in a Node.js process of its own; gives what it writes to stdout.
 * @param what is measured and how large it is, for a person.
 * @throws Error that says what it was, how it ended and what it wrote to stderr.
 */
export function runNode(what: string, path: string, ...args: readonly string[]): string {
  const { status, signal, error, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
    encoding: "utf8",
    maxBuffer: mebibyte,
  });
  if (status === 0 && error === undefined) return stdout;
  const how = error?.message ?? (signal === null ? `exit code ${status ?? "unknown"}` : `ended by ${signal}`);
  // Nobody but the system, or a person, sends this one.
  const why = signal === "SIGKILL" ? "; this machine may have too little free memory" : "";
  const said = stderr.trim() === "" ? "it wrote nothing to stderr" : `it wrote to stderr:\n${stderr.trimEnd()}`;
  throw new Error(`a measurement failed: ${what}: ${how}${why}; ${said}`);
}
