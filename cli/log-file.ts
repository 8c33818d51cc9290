import { accessSync, constants, statSync } from "node:fs";
import { shownPath } from "./file-fault";
import { printable } from "./text-table";

/** Why a file cannot be read, by the system's error code. */
const reasons: Readonly<Record<string, (file: string) => string>> = {
  ENOENT: (file) => `there is no file ${file}`,
  ENOTDIR: (file) => `there is no file ${file}`,
  EISDIR: (file) => `${file} is a folder: give its files`,
  EACCES: (file) => `${file} may not be read by you; ask for read permission`,
  EPERM: (file) => `${file} may not be read by you; ask for read permission`,
  ENXIO: (file) => `${file} is a socket, not a file`,
};

/** Says in words why a file cannot be read; undefined for an error that is not the system's. */
export function whyUnreadable(path: string, error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error)) return undefined;
  const file = shownPath(path);
  const code = "code" in error ? String(error.code) : "";
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  return reason === undefined ? `${file} cannot be read: ${printable(error.message)}` : reason(file);
}

/** What keeps a path from being read as a log file; undefined where nothing does. */
export function logFileFault(path: string): string | undefined {
  const file = shownPath(path);
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return reasons.EISDIR?.(file);
    if (!stats.isFile()) return `${file} is not a file`;
    accessSync(path, constants.R_OK);
    return undefined;
  } catch (error) {
    return whyUnreadable(path, error) ?? String(error);
  }
}
