import { once } from "node:events";
import pc from "picocolors";
import { systemReason } from "./file-fault";
import { printable, printableJson } from "./text-table";

/** Writes a line to stdout and waits while the reader is slower than we are; a reader that left ends the command. */
export async function writeLine(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, "drain");
}

/**
 * From now on, nothing that the process writes to these streams makes a terminal do more than begin a line and show
 * colours: whatever comes from a file, a name or an error has its other control characters and marks of direction written
 * out. JSON stays JSON of the same value. A single value goes through `printable` besides, which leaves it neither its
 * line ends nor its colours.
 */
export function guardOutput(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    const write = stream.write.bind(stream) as (text: string, ...rest: unknown[]) => boolean;
    const allowed = { colours: pc.isColorSupported, redraw: stream.isTTY };
    const guarded = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
      write(guardedText(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"), allowed), ...rest);
    stream.write = guarded;
  }
}

const esc = "\u001b";
/** The colours that picocolors writes, and how a line of progress is written anew. */
const ownSequence = new RegExp(`(${esc}\\[(?:[0-79]|[2349][0-9]|10[0-7])m|^\\r${esc}\\[2K)`);

export function guardedText(text: string, allowed: { readonly colours: boolean; readonly redraw: boolean }): string {
  return text
    .split(ownSequence)
    .map((part, place) => {
      const isOwn = place % 2 === 1 && (part.startsWith("\r") ? allowed.redraw : allowed.colours);
      return isOwn ? part : printableJson(part);
    })
    .join("");
}

// `siem normalize ... | head` closes the pipe early: that is the reader's wish, not an error of its own.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  console.error(`the output cannot be written: ${systemReason(error.code) ?? printable(error.message)}`);
  process.exit(1);
});
