import { lookup } from "../lookup";
import { literalAt } from "./sql-literal";

/** What a SQL statement does, in ECS's terms. */
export interface StatementMeaning {
  /** Its keywords: `SELECT`, `CREATE USER`. `undefined` where none is known. */
  readonly action: string | undefined;
  readonly category: string[];
  readonly type: string[];
  /** The users (or roles) that it makes, changes or drops, or to whom it grants something. */
  readonly users: readonly string[];
  /** The group that it is about. */
  readonly group: string | undefined;
}

/** Types for the category `database`; statements that neither read nor change anything are `info`. */
const typeOfKeyword: Readonly<Record<string, "access" | "change" | "info">> = {
  SELECT: "access",
  WITH: "access",
  TABLE: "access",
  VALUES: "access",
  SHOW: "access",
  DESCRIBE: "access",
  DESC: "access",
  EXPLAIN: "access",
  FETCH: "access",
  DECLARE: "access",
  HANDLER: "access",
  UNLOAD: "access",
  COPY: "change",
  CALL: "access",
  EXECUTE: "access",
  EXEC: "access",
  DO: "access",
  INSERT: "change",
  UPDATE: "change",
  DELETE: "change",
  REPLACE: "change",
  MERGE: "change",
  TRUNCATE: "change",
  LOAD: "change",
  IMPORT: "change",
  CREATE: "change",
  ALTER: "change",
  DROP: "change",
  RENAME: "change",
  COMMENT: "change",
  SECURITY: "change",
  REASSIGN: "change",
  REFRESH: "change",
  REINDEX: "change",
  OPTIMIZE: "change",
  REPAIR: "change",
  INSTALL: "change",
  UNINSTALL: "change",
  PURGE: "change",
  RESET: "change",
  FLUSH: "change",
  KILL: "change",
  CANCEL: "change",
  SHUTDOWN: "change",
  RESTART: "change",
  GRANT: "change",
  REVOKE: "change",
  ANALYZE: "info",
  VACUUM: "info",
  CLUSTER: "info",
  CHECK: "info",
  CHECKPOINT: "info",
  CHECKSUM: "info",
  BEGIN: "info",
  START: "info",
  STOP: "info",
  COMMIT: "info",
  END: "info",
  ROLLBACK: "info",
  ABORT: "info",
  SAVEPOINT: "info",
  RELEASE: "info",
  XA: "info",
  SET: "info",
  USE: "info",
  PREPARE: "info",
  DEALLOCATE: "info",
  CLOSE: "info",
  MOVE: "info",
  LOCK: "info",
  UNLOCK: "info",
  LISTEN: "info",
  UNLISTEN: "info",
  NOTIFY: "info",
  DISCARD: "info",
  HELP: "info",
  CHANGE: "change",
};

const keywordsWithObject: ReadonlySet<string> = new Set(["CREATE", "ALTER", "DROP", "RENAME", "COMMENT", "SET"]);

/** The objects of `CREATE` and its likes. Others (words between, such as `OR REPLACE TEMPORARY`) are passed over. */
const objectKinds: ReadonlySet<string> = new Set(
  `TABLE VIEW INDEX DATABASE SCHEMA USER ROLE GROUP FUNCTION PROCEDURE TRIGGER EVENT SEQUENCE TYPE DOMAIN EXTENSION
   SERVER TABLESPACE POLICY PUBLICATION SUBSCRIPTION RULE CAST OPERATOR LANGUAGE COLLATION CONVERSION COLUMN CONSTRAINT
   PRIVILEGES SYSTEM INSTANCE LIBRARY MODEL DATASHARE PROVIDER PASSWORD AUTHORIZATION`.split(/\s+/),
);

const typesOfAccountKeyword: Readonly<Record<string, readonly string[]>> = {
  CREATE: ["change", "creation"],
  DROP: ["change", "deletion"],
};

/** Words that may stand between `USER` and its name. */
const wordsBeforeName: ReadonlySet<string> = new Set(["IF", "NOT", "EXISTS", "FOR", "GROUP", "ROLE"]);

/** Tells what a statement does by its first words; what its expressions do is not looked at. */
export function statementMeaning(sql: string): StatementMeaning {
  const words = new SqlWords(sql);
  let first = words.next();
  while (first === "(" || first === ";") first = words.next();
  const keyword = first?.toUpperCase();
  const type = lookup(typeOfKeyword, keyword);
  if (keyword === undefined || type === undefined) return databaseMeaning(undefined, "info");
  if (keyword === "GRANT" || keyword === "REVOKE") return grantMeaning(keyword, words);
  if (keyword === "COPY") return databaseMeaning(keyword, copyType(words));
  if (!keywordsWithObject.has(keyword)) return databaseMeaning(keyword, type);
  return objectMeaning(keyword, type, words);
}

function databaseMeaning(action: string | undefined, type: string): StatementMeaning {
  return { action, category: ["database"], type: [type], users: [], group: undefined };
}

/** `COPY t FROM ...` fills a table, `COPY (SELECT ... FROM t) TO ...` reads one. */
function copyType(words: SqlWords): "access" | "change" {
  let depth = 0;
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === "(") depth += 1;
    else if (word === ")") depth -= 1;
    else if (depth === 0 && word.toUpperCase() === "FROM") return "change";
  }
  return "access";
}

const wordsBeforeObject = 16;

function objectMeaning(keyword: string, type: string, words: SqlWords): StatementMeaning {
  // `SET @x = 'USER'` is about no user: here the object is the next word.
  for (let passed = 0; passed < (keyword === "SET" ? 1 : wordsBeforeObject); passed += 1) {
    const object = words.next()?.toUpperCase();
    if (object === undefined) break;
    if (!objectKinds.has(object)) continue;
    if (object === "PASSWORD") return accountMeaning("SET PASSWORD", ["change", "user"], words);
    if (object !== "USER" && object !== "ROLE" && object !== "GROUP") {
      return databaseMeaning(`${keyword} ${object}`, type);
    }
    // SET ROLE, and what a foreign server knows a user by.
    if (keyword === "SET" || keyword === "COMMENT") return databaseMeaning(`${keyword} ${object}`, type);
    if (words.peek()?.toUpperCase() === "MAPPING") return databaseMeaning(`${keyword} USER MAPPING`, type);
    const types = lookup(typesOfAccountKeyword, keyword) ?? ["change"];
    return accountMeaning(`${keyword} ${object}`, [...types, object === "GROUP" ? "group" : "user"], words);
  }
  return databaseMeaning(keyword, type);
}

function accountMeaning(action: string, type: string[], words: SqlWords): StatementMeaning {
  const names = words.names();
  const isGroup = type.includes("group");
  return {
    action,
    category: ["database", "iam"],
    type,
    users: isGroup ? [] : names,
    group: isGroup ? names[0] : undefined,
  };
}

function grantMeaning(keyword: "GRANT" | "REVOKE", words: SqlWords): StatementMeaning {
  const preposition = keyword === "GRANT" ? "TO" : "FROM";
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word.toUpperCase() !== preposition) continue;
    const isGroup = words.peek()?.toUpperCase() === "GROUP";
    return accountMeaning(keyword, ["change", isGroup ? "group" : "user"], words);
  }
  return accountMeaning(keyword, ["change"], words);
}

const word = /[\w$\u0080-\uffff]+/y;
const spaces = /\s+/y;
/** Longer statements are looked at so far. */
const examinedCharacters = 64 * 1024;

/** The words of a statement without comments; a quoted name or text is one word, and so is any other character. */
class SqlWords {
  private readonly text: string;
  private at = 0;
  private ahead: string | undefined;

  constructor(sql: string) {
    this.text = sql.slice(0, examinedCharacters);
  }

  peek(): string | undefined {
    this.ahead ??= this.read();
    return this.ahead;
  }

  next(): string | undefined {
    const found = this.peek();
    this.ahead = undefined;
    return found;
  }

  /** Names from here on, without the hosts of MySQL's accounts: `'app'@'%', 'batch'@'%'`. */
  names(): string[] {
    const names: string[] = [];
    let name = this.next();
    while (name !== undefined && wordsBeforeName.has(name.toUpperCase())) name = this.next();
    while (name !== undefined && /[^\s=;,()@]/.test(name) && name.length <= 128) {
      names.push(name);
      if (this.peek() === "@") {
        this.next();
        this.next();
      }
      if (this.next() !== ",") break;
      name = this.next();
    }
    return names;
  }

  private read(): string | undefined {
    const { text } = this;
    this.skipComments();
    if (this.at >= text.length) return undefined;
    word.lastIndex = this.at;
    const match = word.exec(text);
    if (match !== null) {
      this.at = word.lastIndex;
      return match[0];
    }
    const character = text.charAt(this.at);
    const literal = /['"`$]/.test(character) ? literalAt(text, this.at) : undefined;
    this.at = literal?.after ?? this.at + 1;
    return literal === undefined ? character : text.slice(literal.start, literal.end);
  }

  private skipComments(): void {
    const { text } = this;
    for (;;) {
      spaces.lastIndex = this.at;
      if (spaces.test(text)) this.at = spaces.lastIndex;
      if (text.startsWith("--", this.at) || text.charAt(this.at) === "#") this.skipTo("\n");
      else if (text.startsWith("/*!", this.at)) this.skipPattern(/\/\*!\d*/y);
      else if (text.startsWith("/*", this.at)) this.skipTo("*/");
      // What is left of a comment whose content MySQL executes.
      else if (text.startsWith("*/", this.at)) this.at += 2;
      else return;
    }
  }

  private skipTo(end: string): void {
    const found = this.text.indexOf(end, this.at + 1);
    this.at = found === -1 ? this.text.length : found + end.length;
  }

  private skipPattern(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    pattern.test(this.text);
    this.at = pattern.lastIndex;
  }
}
