import { once } from "node:events";

/** Writes a line to stdout and waits while the reader is slower than we are; a reader that left ends the command. */
export async function writeLine(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, "drain");
}

// `siem normalize ... | head` closes the pipe early: that is the reader's wish, not an error of its own.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});
