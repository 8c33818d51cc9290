import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

/*
 * A regular expression can take the square of a text's length, or worse, where it can read a part of the text in several
 * ways, and who writes a log line chooses the text. Each expression of the code is therefore looked at by recheck, once:
 * this file's list says which are safe, and which are not but only see short texts, with the reason.
 */

/** A regular expression of the code. */
export interface WrittenExpression {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

interface KnownExpressions {
  /** Hashes of expressions that take linear time. */
  readonly safe: readonly string[];
  /** `/source/flags` of others, and what bounds the texts that they see. */
  readonly bounded: Readonly<Record<string, string>>;
}

const root = resolve(__dirname, "..");
const listPath = join(root, "tools", "regular-expressions.json");
const folders = ["functions", "sources", "dashboards", "settings"];

export function knownExpressions(): KnownExpressions {
  return JSON.parse(readFileSync(listPath, "utf8")) as KnownExpressions;
}

export function hashOf(expression: WrittenExpression): string {
  return createHash("sha256").update(textOf(expression)).digest("hex").slice(0, 12);
}

export function textOf({ source, flags }: Pick<WrittenExpression, "source" | "flags">): string {
  return `/${source}/${flags}`;
}

/** Expressions that are neither known to be safe nor bounded. */
export function unknownExpressions(
  expressions: readonly WrittenExpression[],
  { safe, bounded }: KnownExpressions,
): readonly WrittenExpression[] {
  const safeHashes = new Set(safe);
  return expressions.filter(
    (expression) => !safeHashes.has(hashOf(expression)) && !Object.hasOwn(bounded, textOf(expression)),
  );
}

/** All expressions of the code that reads logs: literals, and those that are made when its modules are loaded. */
export function writtenExpressions(): readonly WrittenExpression[] {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name}`),
  );
  return [...["settings.ts", ...files].sort().flatMap(literalsOf), ...madeExpressions()];
}

function literalsOf(file: string): WrittenExpression[] {
  const tree = ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
  const found: WrittenExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf("/");
      const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ place: `${file}:${line}`, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** What `new RegExp` makes while the log sources are loaded, in a process of its own. */
function madeExpressions(): WrittenExpression[] {
  const script = `
    const made = [];
    globalThis.RegExp = new Proxy(RegExp, {
      construct(target, [source, flags = ""]) {
        const place = /\\((\\S*\\/(?:functions|sources)\\/\\S+?\\.ts):/.exec(new Error().stack)?.[1];
        const made_ = Reflect.construct(target, [source, flags]);
        if (place !== undefined) made.push({ place, source: made_.source, flags: made_.flags });
        return made_;
      },
    });
    require("./functions/loader/handler.ts");
    require("node:fs").writeSync(1, JSON.stringify(made));`;
  const output = execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  return (JSON.parse(output) as WrittenExpression[]).map(({ place, ...others }) => ({
    place: place.replace(/^.*?\/(?=(?:functions|sources)\/)/, ""),
    ...others,
  }));
}

/** Looks at new expressions with recheck; writes the safe ones into the list and names the others. */
async function main(): Promise<void> {
  const { checkSync } = await import("recheck");
  const known = knownExpressions();
  const written = writtenExpressions();
  const safe = new Set(known.safe);
  const unsafe: string[] = [];
  for (const expression of unknownExpressions(written, known)) {
    const result = checkSync(expression.source, expression.flags.replace(/[dv]/g, ""), { timeout: 20_000 });
    if (result.status === "safe") safe.add(hashOf(expression));
    else {
      const why = result.status === "vulnerable" ? result.complexity.summary : result.status;
      unsafe.push(`${expression.place}: ${why}: ${textOf(expression)}`);
    }
  }
  const used = new Set(written.map(hashOf));
  const texts = new Set(written.map(textOf));
  const list: KnownExpressions = {
    safe: [...safe].filter((hash) => used.has(hash)).sort(),
    bounded: Object.fromEntries(Object.entries(known.bounded).filter(([text]) => texts.has(text))),
  };
  writeFileSync(listPath, `${JSON.stringify(list, undefined, 2)}\n`);
  for (const problem of unsafe) console.error(problem);
  if (unsafe.length > 0) {
    console.error(
      `Write them so that a text has one reading, or say under "bounded" in ${listPath} what keeps the text short.`,
    );
    process.exitCode = 1;
  }
}

if (require.main === module) void main();
