import { ownText } from "./text/own-text";

/** Longer texts are rare, and their lengths anybody's choice. */
const longestText = 100;

/**
 * A function with a memory: for what a log says many times in few words.
 * @param most number of texts that it remembers: the first ones, so that whoever writes a log cannot fill the memory.
 */
export function remembering<T extends NonNullable<unknown>>(
  find: (text: string) => T,
  most: number,
): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (text.length > longestText) return find(text);
    let found = known.get(text);
    if (found === undefined) {
      found = find(text);
      if (known.size < most) known.set(ownText(text), found);
    }
    return found;
  };
}
