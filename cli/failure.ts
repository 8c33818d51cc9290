import { SiemError } from "../functions/shared/errors";
import { fileFault } from "./file-fault";

/** What a person is told of a command that failed. */
export interface Failure {
  readonly message: string;
  /** Where it failed; only of errors that do not say themselves what to do. */
  readonly stack?: string | undefined;
}

export function describeFailure(error: unknown): Failure {
  const registry = staleRegistry(error);
  if (registry !== undefined) return { message: registry };
  const file = fileFault(error);
  if (file !== undefined) return { message: file };
  if (!(error instanceof Error)) return { message: String(error) };
  return { message: error.message, stack: error instanceof SiemError ? undefined : error.stack };
}

/** A generated list of modules names one whose folder was removed or renamed. */
function staleRegistry(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "MODULE_NOT_FOUND") return undefined;
  const [importer] = "requireStack" in error && Array.isArray(error.requireStack) ? error.requireStack : [];
  const missing = /'(?:\.\.?\/)*([^']+)'/.exec(error.message)?.[1];
  if (missing === undefined || typeof importer !== "string" || !importer.endsWith(".generated.ts")) return undefined;
  return `${missing} is not there any more, but the list made from the folders still names it. Make it anew with: npm run generate`;
}
