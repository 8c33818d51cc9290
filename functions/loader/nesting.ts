import { limitDefinitions } from "../shared/limits";

/** Walking or writing out much deeper values would overflow the stack. */
const { maximum: maximumDepth } = limitDefinitions.depth;

/** Whether a value has objects or arrays nested deeper than so many levels: 100, which no log has. */
export function tooDeep(value: unknown, levels: number = maximumDepth): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object" && tooDeep(item, levels - 1)) return true;
    return false;
  }
  for (const name in value) {
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof member === "object" && tooDeep(member, levels - 1)) return true;
  }
  return false;
}
