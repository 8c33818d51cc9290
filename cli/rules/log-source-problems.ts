import { sigmaLogSources } from "../../functions/loader/detection";
import type { LogSource } from "../../functions/loader/source";
import {
  placeIn,
  type SigmaFilter,
  type SigmaLogSource,
  type SigmaProblem,
  type SigmaRule,
} from "../../functions/shared/sigma";
import { isWithin } from "../../functions/shared/sigma/log-source";
import { suggest } from "../../functions/shared/suggest";

const members = ["product", "service", "category"] as const satisfies readonly (keyof SigmaLogSource)[];

/** Rules and filters for logs that no source has records of; it may be one of somebody's own that has. */
export function logSourceProblems(
  documents: readonly (SigmaRule | SigmaFilter)[],
  sources: readonly LogSource[],
): readonly SigmaProblem[] {
  const logs = sources.flatMap(sigmaLogSources);
  return documents.flatMap((document): SigmaProblem[] => {
    const { logsource } = document;
    let asked: SigmaLogSource = {};
    let among = logs;
    for (const member of members) {
      const value = logsource[member];
      if (value === undefined) continue;
      asked = { ...asked, [member]: value };
      const found = among.filter((log) => isWithin(log, asked));
      if (found.length === 0) {
        const message = `no log source has records of the ${member} ${value}${hint(value, member, among)}`;
        const location = placeIn(document, ["logsource", member]);
        return [{ code: "never-matches", severity: "warning", location, message }];
      }
      among = found;
    }
    return [];
  });
}

function hint(value: string, member: (typeof members)[number], logs: readonly SigmaLogSource[]): string {
  const known = logs.flatMap((log) => log[member] ?? []);
  const meant = suggest(value, known);
  if (meant !== undefined) return `: did you mean ${meant}?`;
  return ": the rule never matches, unless a log source of your own has (`siem sources` lists the others)";
}
