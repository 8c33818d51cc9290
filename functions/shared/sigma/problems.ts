import { ConfigurationError } from "../errors";

/** A place in a rule file; lines and columns count from 1. */
export interface SigmaLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** All that can be wrong with a rule: an error refuses the rule, a warning says what its author may not have meant. */
export const sigmaProblems = {
  yaml: "error",
  "too-large": "error",
  "not-a-rule": "error",
  "missing-member": "error",
  "unknown-member": "error",
  "wrong-type": "error",
  "wrong-value": "error",
  "unknown-modifier": "error",
  "invalid-modifiers": "error",
  "ambiguous-number": "error",
  regex: "error",
  placeholder: "error",
  condition: "error",
  "unknown-search": "error",
  "unknown-rule": "error",
  "unknown-field": "error",
  duplicate: "error",
  cycle: "error",
  "unused-search": "warning",
  "probable-typo": "warning",
  convention: "warning",
  "positive-filter": "warning",
  "also-built-in": "warning",
  "never-matches": "warning",
} as const satisfies Record<string, "error" | "warning">;

export type SigmaProblemCode = keyof typeof sigmaProblems;

export interface SigmaProblem {
  readonly code: SigmaProblemCode;
  readonly severity: "error" | "warning";
  readonly location: SigmaLocation;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

/** As compilers write it: `rules/a.yml:12:5: error: ...`. */
export function describeProblem({ location: { file, line, column }, severity, message }: SigmaProblem): string {
  return `${file}:${line}:${column}: ${severity}: ${message}`;
}

/** Rules that cannot be used, with all that is wrong with them. */
export class SigmaError extends ConfigurationError {
  override readonly name: string = "SigmaError";

  constructor(readonly problems: readonly SigmaProblem[]) {
    super(problems.map(describeProblem).join("\n"));
  }
}

/** Collects what is wrong, so that a person sees all of it at once. */
export class SigmaProblems {
  readonly list: SigmaProblem[] = [];

  report(code: SigmaProblemCode, { location }: { readonly location: SigmaLocation }, message: string): void {
    this.list.push({ code, severity: sigmaProblems[code], location, message });
  }

  get errorCount(): number {
    return this.list.filter(({ severity }) => severity === "error").length;
  }
}
