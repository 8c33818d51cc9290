import type { Finding } from "../../../policies/check-graph";
import type { Judgement } from "../../../policies/judge";

export interface Counts {
  readonly mandatory: number;
  readonly advisory: number;
  readonly undecided: number;
  readonly failed: number;
  readonly exempted: number;
}

/** How many findings there are of each kind. */
export function countsOf({ findings, exempted }: Judgement): Counts {
  const count = (holds: (finding: Finding) => boolean) => findings.filter(holds).length;
  return {
    mandatory: count(({ policy, outcome }) => outcome === "violation" && policy.severity === "mandatory"),
    advisory: count(({ policy, outcome }) => outcome === "violation" && policy.severity === "advisory"),
    undecided: count(({ outcome }) => outcome === "undecided"),
    failed: count(({ outcome }) => outcome === "error"),
    exempted: exempted.length,
  };
}

/** Name of what was judged. */
export const nameOf = ({ name, stack }: Judgement): string => name ?? stack ?? "resources";
