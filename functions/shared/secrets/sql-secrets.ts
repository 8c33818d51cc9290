import { literalAt } from "../sql/sql-literal";
import { REDACTED } from "./secrets";

/** Words behind which SQL, its functions, options and connection strings have a credential. */
const secretWord =
  /identified|passw(?:or)?d|passphrase|pwd|secret(?:_access)?_key|master_symmetric_key|(?:session|security)_token|(?<=;)token|set_external_(?:master|source)\w*/gi;

const afterIdentified = /\s+(?:(?:with|via)\s+\S{1,64}\s+)?(?:by|as|using)\s+(?:password\s*\(?\s*)?/iy;
/** `password = md5('...')`, `PASSWORD '...'`, `"password": "..."`, `SET PASSWORD FOR 'app'@'%' = '...'`. */
const afterPassword =
  /(?:\\*["'`])?(?:\s+for\s[^=]{1,300}=\s*|\s*(?:=>|:=|=|:|\()\s*|\s+)(?:(?:\w{1,64}\.)?\w{1,64}\s*\(\s*)?/iy;
/** `password=...` of connection strings; parameters (`$1`, `?`) and calls are no values. */
const bareValue = /=(?![\w.]{1,128}\()[^\s'"`();,&\\$?:@][^\s'"`();,&\\]*/y;
const currentPassword = /\s+replace\s+/iy;
const urlPassword = /(:\/\/[^\s:@/'"]{0,128}:)[^\s@/'"]{1,256}@/g;

/** A SQL statement, or a text about one, without the passwords and keys that it holds. */
export function withoutSqlSecrets(text: string): string {
  const shown = text.includes("://") ? text.replace(urlPassword, `$1${REDACTED}@`) : text;
  let masked = "";
  let copied = 0;
  secretWord.lastIndex = 0;
  for (let match = secretWord.exec(shown); match !== null; match = secretWord.exec(shown)) {
    const behind = secretWord.lastIndex;
    for (const [start, end] of secretsBehind(shown, match[0].toLowerCase(), behind)) {
      masked += shown.slice(copied, start) + REDACTED;
      copied = end;
      secretWord.lastIndex = end;
    }
  }
  return masked + shown.slice(copied);
}

type Range = readonly [start: number, end: number];

function secretsBehind(text: string, word: string, from: number): readonly Range[] {
  if (word.startsWith("set_external")) return callArgument(text, from, 4);
  const literals = literalsBehind(text, word === "identified" ? afterIdentified : afterPassword, from);
  if (literals.length > 0 || word === "identified") return literals;
  const end = matchEnd(bareValue, text, from);
  return end === undefined ? [] : [[from + 1, end]];
}

/** The literal behind what the pattern matches, and those of `REPLACE` clauses behind it. */
function literalsBehind(text: string, connector: RegExp, from: number): readonly Range[] {
  const literals: Range[] = [];
  let start = matchEnd(connector, text, from);
  // A loop: a text may repeat the clause more often than calls can be nested.
  while (start !== undefined) {
    const literal = literalAt(text, start);
    if (literal === undefined) break;
    literals.push([literal.start, literal.end]);
    start = matchEnd(currentPassword, text, literal.after);
  }
  return literals;
}

/** As much of a call is looked at before its password: a host, a port and a user are short. */
const maximumArgumentsLength = 512;

/** `mysql.rds_set_external_master(host, port, user, password, ...)`. */
function callArgument(text: string, from: number, number: number): readonly Range[] {
  // Calls without a password would else be read to the end of the text, each of them.
  const before = text.slice(from, from + maximumArgumentsLength);
  let at = matchEnd(/\s*\(\s*/y, before, 0);
  for (let argument = 1; argument < number && at !== undefined; argument += 1) {
    at = matchEnd(/[^,'"]*,\s*/y, before, literalAt(before, at)?.after ?? at);
  }
  const literal = at === undefined ? undefined : literalAt(text, from + at);
  return literal === undefined ? [] : [[literal.start, literal.end]];
}

function matchEnd(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
