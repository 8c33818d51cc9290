import { foldCase } from "./case-folding";

/**
 * Finds which of many texts occur in one, in a single pass over it (Aho and Corasick, 1975). Upper and lower case are
 * the same: the texts must be case-folded.
 */
export class LiteralSearch {
  /** For each state and class of characters, the next state, times the number of classes. */
  private readonly next: Int32Array;
  /** For each state, the numbers of the texts that end there. */
  private readonly found: (readonly number[] | undefined)[] = [];
  /** Classes of the characters up to 127; 0 is for all that no text has. */
  private readonly asciiClasses = new Uint16Array(128);
  private readonly otherClasses = new Map<number, number>();
  private readonly classes: number;

  constructor(texts: readonly string[]) {
    for (const text of texts) for (let at = 0; at < text.length; at += 1) this.addClass(text.charCodeAt(at));
    // Capital letters are of the class of the small ones, so that most texts need no folding.
    for (let code = 0x41; code <= 0x5a; code += 1) this.asciiClasses[code] = this.asciiClasses[code + 0x20] ?? 0;
    this.classes = 1 + Math.max(0, ...this.asciiClasses, ...this.otherClasses.values());
    this.next = this.automaton(texts);
  }

  private addClass(code: number): void {
    if (this.classOf(code) !== 0) return;
    const next = 1 + this.asciiClasses.filter((known) => known !== 0).length + this.otherClasses.size;
    if (code < 128) this.asciiClasses[code] = next;
    else this.otherClasses.set(code, next);
  }

  private classOf(code: number): number {
    return (code < 128 ? this.asciiClasses[code] : this.otherClasses.get(code)) ?? 0;
  }

  private automaton(texts: readonly string[]): Int32Array {
    const { classes } = this;
    const children: Map<number, number>[] = [new Map()];
    for (const [number, text] of texts.entries()) {
      let state = 0;
      for (let at = 0; at < text.length; at += 1) {
        const of = children[state];
        const symbol = this.classOf(text.charCodeAt(at));
        let child = of?.get(symbol);
        if (child === undefined) {
          child = children.length;
          children.push(new Map());
          of?.set(symbol, child);
        }
        state = child;
      }
      this.found[state] = [...(this.found[state] ?? []), number];
    }
    const next = new Int32Array(children.length * classes);
    const fallback = new Int32Array(children.length);
    const queue: number[] = [0];
    for (let head = 0; head < queue.length; head += 1) {
      const state = queue[head] ?? 0;
      const back = fallback[state] ?? 0;
      if (state !== 0) this.inherit(state, back);
      for (let symbol = 0; symbol < classes; symbol += 1) {
        const child = children[state]?.get(symbol);
        const viaBack = state === 0 ? 0 : (next[back * classes + symbol] ?? 0) / classes;
        if (child === undefined) {
          next[state * classes + symbol] = viaBack * classes;
        } else {
          fallback[child] = viaBack;
          next[state * classes + symbol] = child * classes;
          queue.push(child);
        }
      }
    }
    return next;
  }

  private inherit(state: number, from: number): void {
    const inherited = this.found[from];
    if (inherited !== undefined) this.found[state] = [...(this.found[state] ?? []), ...inherited];
  }

  /** Calls back with the numbers of texts that occur; the same ones may come again. */
  search(text: string, report: (numbers: readonly number[]) => void): void {
    const { next, asciiClasses, classes, found } = this;
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 127) {
        this.searchFolded(foldCase(text), report);
        return;
      }
      state = next[state + (asciiClasses[code] ?? 0)] ?? 0;
      if (state !== 0) {
        const numbers = found[state / classes];
        if (numbers !== undefined) report(numbers);
      }
    }
  }

  private searchFolded(text: string, report: (numbers: readonly number[]) => void): void {
    const { next, classes, found } = this;
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      state = next[state + this.classOf(text.charCodeAt(at))] ?? 0;
      const numbers = found[state / classes];
      if (numbers !== undefined) report(numbers);
    }
  }
}
