import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What `work` returns, and the bytes of JavaScript's memory that are in use because of it. */
export function held<T>(work: () => T): { readonly bytes: number; readonly result: T } {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  const result = work();
  collect();
  return { bytes: process.memoryUsage().heapUsed - before, result };
}

/** A text of so many characters, in one piece. */
export function largeText(characters: number, beginning: string): string {
  return Buffer.alloc(characters, `${beginning}-`).toString("latin1");
}
