/** One line of a terminal that is written again and again; where there is no terminal, a line every few seconds. */
export class ProgressLine {
  #shown = 0;
  #latest: string | undefined;
  readonly #stream: NodeJS.WriteStream;
  readonly #now: () => number;

  constructor(stream: NodeJS.WriteStream = process.stderr, now: () => number = Date.now) {
    this.#stream = stream;
    this.#now = now;
  }

  show(text: string): void {
    this.#latest = text;
    if (this.#now() - this.#shown >= (this.#stream.isTTY ? 100 : 3000)) {
      this.#write();
    }
  }

  /** Writes what was last shown and leaves the line. */
  end(): void {
    if (this.#latest !== undefined) {
      this.#write();
    }
    if (this.#shown > 0 && this.#stream.isTTY) {
      this.#stream.write("\n");
    }
  }

  #write(): void {
    const text = this.#latest ?? "";
    this.#latest = undefined;
    this.#shown = this.#now();
    this.#stream.write(this.#stream.isTTY ? `\r\u001b[2K         ${text}` : `         ${text}\n`);
  }
}
