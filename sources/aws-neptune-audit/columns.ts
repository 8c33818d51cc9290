import { text } from "../../functions/shared/values";

export interface AuditColumns {
  readonly time: string;
  readonly client: string;
  readonly server: string;
  readonly connectionType: string;
  readonly callerArn: string | undefined;
  readonly authContext: string | undefined;
  readonly headers: string | undefined;
  readonly payload: string | undefined;
}

/** The columns behind the first six are quoted, or plain up to the next comma; the payload has all the rest. */
export function readAuditColumns(record: string): AuditColumns {
  let rest = record;
  const next = (): string => {
    const comma = rest.indexOf(",");
    const column = comma === -1 ? rest : rest.slice(0, comma);
    rest = comma === -1 ? "" : rest.slice(comma + 1).trimStart();
    return column.trim();
  };
  const [time, client, server, connectionType] = [next(), next(), next(), next()];
  const callerArn = next();
  const authContext = next();
  const headers = rest.startsWith('"') ? quoted(rest) : undefined;
  const headersText = headers === undefined ? next() : headers.text;
  const payload = headers === undefined ? rest : rest.slice(headers.end).replace(/^\s*,\s*/, "");
  return {
    time,
    client,
    server,
    connectionType,
    callerArn: text(callerArn),
    authContext: text(authContext),
    headers: text(headersText),
    payload: text(payload.startsWith('"') ? quoted(payload).text : payload),
  };
}

/** A quote is doubled, or escaped with a backslash, within quotes; one that is not closed extends to the end. */
function quoted(column: string): { readonly text: string; readonly end: number } {
  let at = 1;
  while (at < column.length) {
    const character = column.charAt(at);
    if (character === "\\") at += 2;
    else if (character !== '"') at += 1;
    else if (column.charAt(at + 1) === '"') at += 2;
    else break;
  }
  return { text: column.slice(1, at).replaceAll('""', '"').replaceAll('\\"', '"'), end: at + 1 };
}
