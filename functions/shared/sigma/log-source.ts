import type { SigmaLogSource } from "./ast";

/** Whether a log, or a rule's logs, are among those that a rule or filter is for: what is not said may be anything. */
export function isWithin(log: SigmaLogSource, wanted: SigmaLogSource): boolean {
  return (
    (wanted.category === undefined || wanted.category === log.category) &&
    (wanted.product === undefined || wanted.product === log.product) &&
    (wanted.service === undefined || wanted.service === log.service)
  );
}
