/**
 * Milliseconds of processor time that this process has used so far: unlike a clock, it does not count what the machine does
 * beside, so that a bound on work holds on a busy machine too.
 */
export function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
