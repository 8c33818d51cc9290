import { sigmaLogSources } from "../../functions/loader/detection";
import type { LogSource } from "../../functions/loader/source";
import type { SigmaLogSource } from "../../functions/shared/sigma";
import { isWithin } from "../../functions/shared/sigma/log-source";

/** The log sources whose records a rule is for. */
export function sourcesFor(logsource: SigmaLogSource, sources: readonly LogSource[]): readonly LogSource[] {
  return sources.filter((source) => sigmaLogSources(source).some((log) => isWithin(log, logsource)));
}
