import { type SigmaDocument, sigmaKey } from "../../functions/shared/sigma";
import { writeLine } from "../output";
import { textTable } from "../text-table";
import { printProblems, rulesOf, writtenIn } from "./read";

/** Prints rules, correlations and filters; what is wrong goes to stderr. */
export async function listRules(paths: readonly string[], { json = false }: { json?: boolean }): Promise<number> {
  const read = rulesOf(paths);
  const { rules, correlations, filters } = writtenIn(read);
  const rows = [...rules, ...correlations, ...filters].map(describe);
  if (json) await writeLine(JSON.stringify(rows, undefined, 2));
  else {
    const cells = rows.map(({ kind, level, title, logsource, id }) => [kind, level ?? "", title, logsource, id]);
    await writeLine(textTable(["kind", "level", "title", "log source", "id"], cells));
  }
  return printProblems(read.problems) === 0 ? 0 : 1;
}

function describe(document: SigmaDocument) {
  const { kind, level, title, author, tags, location } = document;
  const { category, product, service } = document.kind === "correlation" ? {} : document.logsource;
  const logsource = [category, product, service].filter((part) => part !== undefined).join("/");
  return { kind, level, title, logsource, id: sigmaKey(document), author, tags, file: location.file };
}
