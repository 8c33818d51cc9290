import { printable } from "./text-table";

/** What the system says by its error codes. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of its path is no folder",
  EISDIR: "it is a folder, not a file",
  EACCES: "you have no permission",
  EPERM: "you have no permission",
  EROFS: "its file system is only to be read",
  ENOSPC: "its file system is full",
  ELOOP: "it is a link that leads to itself",
  ENAMETOOLONG: "its name is too long",
};

/** A path in a message; an empty one can be seen. */
export function shownPath(path: string): string {
  return path === "" ? '""' : printable(path);
}

/** Why a file or folder could not be opened, with its path; undefined for an error that is not the system's about one. */
export function fileFault(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("path" in error)) return undefined;
  if (typeof error.path !== "string" || String(error.syscall).startsWith("spawn")) return undefined;
  const reason = systemReason("code" in error ? String(error.code) : undefined);
  return `${shownPath(error.path)} cannot be opened: ${reason ?? printable(error.message)}`;
}

/** What an error code of the system says; undefined for one that few people meet. */
export function systemReason(code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(reasons, code) ? reasons[code] : undefined;
}
