/** Lower bounds of CVSS 3 and 4's ratings. @see https://www.first.org/cvss/v3.1/specification-document */
const ratings = [
  [9, "Critical"],
  [7, "High"],
  [4, "Medium"],
  [0.1, "Low"],
  [0, "None"],
] as const;

/** The rating of a CVSS base score, as `vulnerability.severity` has it. */
export function cvssSeverity(score: number | undefined): string | undefined {
  return score === undefined ? undefined : ratings.find(([bound]) => score >= bound)?.[1];
}
