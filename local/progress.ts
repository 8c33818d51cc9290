import pc from "picocolors";

/** Takes one line that tells a waiting person what is being done. */
export type Progress = (line: string) => void;

/** Writes progress to stderr, each line after the seconds since the start, so that stdout stays for results. */
export function progressOnStderr(now: () => number = Date.now): Progress {
  const started = now();
  return (line) => {
    const seconds = ((now() - started) / 1000).toFixed(1).padStart(5);
    process.stderr.write(`${pc.dim(`${seconds} s`)}  ${line}\n`);
  };
}
