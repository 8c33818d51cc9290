import { type SigmaLevel, sigmaLevels } from "../shared/sigma/ast";

const fastLevels: ReadonlySet<SigmaLevel | undefined> = new Set(sigmaLevels.slice(sigmaLevels.indexOf("high")));

/** Whether the minutes matter that a log takes to arrive: of rules of level high and critical. */
export function isFast({ level }: { readonly level?: SigmaLevel | undefined }): boolean {
  return fastLevels.has(level);
}
