/** No log has so many levels; walking or writing out much deeper values would overflow the stack. */
const maximumDepth = 100;

/** Whether a value has objects or arrays nested deeper than 100 levels. */
export function tooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === maximumDepth) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object" && tooDeep(item, depth + 1)) return true;
    return false;
  }
  for (const name in value) {
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof member === "object" && tooDeep(member, depth + 1)) return true;
  }
  return false;
}
