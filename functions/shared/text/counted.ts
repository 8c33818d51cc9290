/**
 * A number with its noun, and with a verb where one follows: `counted(1, "object waits", "objects wait")`.
 * @param many what stands behind any other number than one. Default: `one` with an s.
 */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${noun(number, one, many)}`;
}

/** The noun alone, for a number that is written in another way. */
export function noun(number: number, one: string, many = `${one}s`): string {
  return number === 1 ? one : many;
}
