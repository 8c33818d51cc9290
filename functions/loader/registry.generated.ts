// Made by `npm run generate`; do not edit.
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [];
