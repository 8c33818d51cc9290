import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A running child, as its record file in `<state folder>/processes/` names it. */
interface ProcessRecord {
  readonly name: string;
  readonly pid: number;
  /** When the system says the process started: tells it from a later one that got the same number. */
  readonly identity: string;
}

const recordsFolder = (stateFolder: string): string => join(stateFolder, "processes");

/** What tells this process from a later one with the same id; undefined when no such process runs. */
export function processIdentity(pid: number): string | undefined {
  try {
    // Field 22 of stat is the start time; the fields before it may hold spaces only inside the parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    // No /proc (macOS), or no such process.
  }
  if (process.platform === "linux") return undefined;
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Notes a child so that a later start, or `siem down`, can end it if its parent died without doing so. */
export function recordProcess(stateFolder: string, name: string, pid: number): () => void {
  const identity = processIdentity(pid);
  if (identity === undefined) return () => undefined;
  mkdirSync(recordsFolder(stateFolder), { recursive: true });
  const file = join(recordsFolder(stateFolder), `${name}-${pid}.json`);
  writeFileSync(file, JSON.stringify({ name, pid, identity } satisfies ProcessRecord));
  return () => rmSync(file, { force: true });
}

/** Kills what an earlier stage left running; returns the names of what was killed. */
export function killLeftovers(stateFolder: string): string[] {
  const killed: string[] = [];
  let files: string[];
  try {
    files = readdirSync(recordsFolder(stateFolder));
  } catch {
    return killed;
  }
  for (const file of files) {
    const path = join(recordsFolder(stateFolder), file);
    const record = readRecord(path);
    if (record !== undefined && processIdentity(record.pid) === record.identity) {
      killProcessGroup(record.pid);
      killed.push(record.name);
    }
    rmSync(path, { force: true });
  }
  return killed;
}

/** Kills a child and what it started; each child of ours leads a process group of its own. */
export function killProcessGroup(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
    } catch {
      // Already gone, which is what was wanted.
    }
  }
}

function readRecord(path: string): ProcessRecord | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    const { name, pid, identity } = value as Partial<Record<keyof ProcessRecord, unknown>>;
    return typeof name === "string" && typeof pid === "number" && typeof identity === "string"
      ? { name, pid, identity }
      : undefined;
  } catch {
    return undefined;
  }
}
