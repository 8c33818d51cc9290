import type { EcsDocument } from "../../functions/shared/ecs";
import { protocolName } from "../../functions/shared/network/network";
import { integer, ipAddress, type JsonObject, nonEmpty, portNumber, text } from "../../functions/shared/values";

/** What the columns say in ECS. */
export interface ColumnsInEcs {
  readonly category: string;
  readonly document: EcsDocument;
}

/**
 * The log names the query, not its tables, but osquery's columns have the same meaning in most tables. Columns stay as
 * they are in `osquery.results.columns` too, since a query may rename them at will.
 * @see https://osquery.io/schema
 */
export function columnsToEcs(columns: JsonObject): ColumnsInEcs {
  const has = (...names: readonly string[]): boolean => names.every((name) => name in columns);
  const isSocket = has("remote_address", "remote_port");
  const isProcess = has("pid", "cmdline") || (has("pid", "path") && !isSocket);
  const isFile = has("target_path") || (has("path") && !isProcess && !isSocket);
  const isPackage = has("version", "name") && !isProcess && !has("pid");
  const isLogin = has("username", "tty") || has("username", "host", "type");
  const hash = nonEmpty({ md5: text(columns.md5), sha1: text(columns.sha1), sha256: text(columns.sha256) });
  const userName = text(columns.username) ?? text(columns.user);
  const userId = text(columns.uid) ?? text(columns.auid);
  const table = [
    { when: isSocket, category: "network" },
    { when: isProcess, category: "process" },
    { when: isLogin, category: "session" },
    { when: isPackage, category: "package" },
    { when: isFile, category: "file" },
  ];
  const category = table.find(({ when }) => when)?.category ?? "host";
  return {
    category,
    document: {
      process: isProcess || isSocket ? processOf(columns, isFile ? undefined : hash) : commandOf(columns),
      file: isFile ? fileOf(columns, hash) : undefined,
      package: isPackage && category === "package" ? packageOf(columns) : undefined,
      user: nonEmpty({ name: userName, id: userId, email: text(columns.email) }),
      source: sourceOf(columns, isSocket, isLogin),
      destination: isSocket ? endpoint(columns.remote_address, columns.remote_port) : undefined,
      network: isSocket ? nonEmpty({ transport: protocolName(integer(columns.protocol)) }) : undefined,
      registry: registryOf(columns),
    },
  };
}

function processOf(columns: JsonObject, hash: object | undefined) {
  const pid = integer(columns.pid);
  const parent = integer(columns.parent) ?? integer(columns.ppid);
  const path = text(columns.path);
  return nonEmpty({
    pid: pid === undefined || pid < 0 ? undefined : pid,
    name: text(columns.name) ?? (path === undefined ? undefined : baseName(path)),
    executable: path,
    command_line: text(columns.cmdline) ?? text(columns.command),
    working_directory: text(columns.cwd),
    parent: parent === undefined || parent < 0 ? undefined : { pid: parent },
    hash,
  });
}

/** A line of a shell's history, a job of cron. */
function commandOf(columns: JsonObject) {
  return nonEmpty({ command_line: text(columns.command), working_directory: text(columns.cwd) });
}

function fileOf(columns: JsonObject, hash: object | undefined) {
  const path = text(columns.target_path) ?? text(columns.path);
  return nonEmpty({
    path,
    name: path === undefined ? undefined : baseName(path),
    directory: text(columns.directory),
    size: integer(columns.size),
    mode: text(columns.mode),
    inode: text(columns.inode),
    hash,
  });
}

function packageOf(columns: JsonObject) {
  return nonEmpty({
    name: text(columns.name),
    version: text(columns.version),
    architecture: text(columns.arch),
    type: text(columns.type),
    path: text(columns.path),
  });
}

function registryOf(columns: JsonObject) {
  const key = text(columns.key);
  if (key === undefined || !key.startsWith("HKEY_")) return undefined;
  return nonEmpty({ key, path: text(columns.path), value: text(columns.name) });
}

/** The host's own end of a socket, or from where somebody logged in. */
function sourceOf(columns: JsonObject, isSocket: boolean, isLogin: boolean) {
  if (isSocket) return endpoint(columns.local_address, columns.local_port);
  return isLogin ? endpoint(columns.host, undefined) : undefined;
}

function endpoint(address: unknown, port: unknown) {
  const written = text(address);
  const ip = ipAddress(written);
  return nonEmpty({ ip, address: ip === undefined ? written : undefined, port: portNumber(port) });
}

function baseName(path: string): string | undefined {
  return text(path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1));
}
