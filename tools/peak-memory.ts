import { readFileSync } from "node:fs";

/**
 * The most memory this process ever held, in MB (10^6 bytes).
 *
 * On Linux `resourceUsage().maxRSS` starts at what the parent held when it started this process (getrusage(2) counts
 * from before exec), so a large parent hides a small child; `VmHWM` of proc_pid_status(5) counts from exec.
 */
export function peakMegabytes(): number {
  const kibibytes = process.platform === "linux" ? peakSinceExec() : process.resourceUsage().maxRSS;
  return (kibibytes * 1_024) / 1_000_000;
}

function peakSinceExec(): number {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  if (peak === undefined)
    throw new Error("/proc/self/status says no VmHWM: the peak memory of this process is unknown");
  return Number(peak);
}
