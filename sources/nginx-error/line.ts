/** `2026/01/02 02:50:11 [error] 1234#5678: ` and, for what happened on a connection, its number. */
export const errorLineStart =
  /^(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d) \[(debug|info|notice|warn|error|crit|alert|emerg)\] (\d+)#(\d+): (?:\*(\d+) )?/;

/** The parts of an error log's entry. */
export interface ErrorEntry {
  /** ISO 8601 without a zone. */
  readonly time: string;
  readonly level: string;
  readonly processId: string;
  readonly threadId: string;
  readonly connectionId: string | undefined;
  readonly message: string;
  /** What nginx adds of the request: `client`, `server`, `request`, `upstream`, `host`, ... */
  readonly request: ReadonlyMap<string, string>;
}

/** `undefined` for what does not start as an entry does. */
export function parseErrorEntry(text: string): ErrorEntry | undefined {
  const start = errorLineStart.exec(text);
  if (start === null) return undefined;
  const [whole, year, month, day, clock, level = "", processId = "", threadId = "", connectionId] = start;
  const rest = text.slice(whole.length);
  const at = startOfRequest(rest);
  return {
    time: `${year}-${month}-${day}T${clock}`,
    level,
    processId,
    threadId,
    connectionId,
    message: rest.slice(0, at),
    request: at === undefined ? new Map() : requestMembers(rest.slice(at)),
  };
}

const firstMember = /, client: [0-9a-f.:]{2,45}(?:, |$)|, client: unix:(?:, |$)/gi;

/**
 * Where the members begin. nginx escapes nothing: a file name in quotes, made of a path that a client sent, may hold
 * what looks like them. So the first place outside of quotes is taken, or the first at all where quotes do not pair.
 */
function startOfRequest(rest: string): number | undefined {
  let first: number | undefined;
  let quotes = 0;
  let counted = 0;
  for (const { index } of rest.matchAll(firstMember)) {
    for (; counted < index; counted += 1) if (rest.charCodeAt(counted) === 34) quotes += 1;
    if (quotes % 2 === 0) return index;
    first ??= index;
  }
  return first;
}

/** In nginx's order, each where it has one. */
const quotedMembers = ["request", "subrequest", "upstream", "host", "referrer"] as const;

/** `, client: 192.0.2.1, server: name, request: "GET / HTTP/1.1", host: "name"`. */
function requestMembers(text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  const [, client = "", server] = /^, client: ([^ ,]+)(?:, server: ([^,"]*))?/.exec(text) ?? [];
  members.set("client", client);
  if (server !== undefined) members.set("server", server);
  const starts = quotedMembers.map((name) => ({ name, prefix: `, ${name}: "` }));
  let from = 0;
  let open: { readonly name: string; readonly at: number } | undefined;
  for (const { name, prefix } of starts) {
    // A member that holds another one's start ends before the quote in front of it.
    const at = text.indexOf(open === undefined ? prefix : `"${prefix}`, from);
    if (at === -1) continue;
    if (open !== undefined) members.set(open.name, text.slice(open.at, at));
    from = at + prefix.length + (open === undefined ? 0 : 1);
    open = { name, at: from };
  }
  if (open !== undefined) members.set(open.name, text.slice(open.at).replace(/"$/, ""));
  return members;
}
