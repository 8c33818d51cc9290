import type { EcsDocument } from "../ecs";
import { lookup } from "../lookup";

type FlowEvent = NonNullable<EcsDocument["event"]>;

const outcomes: Readonly<Record<string, "success" | "failure">> = { ACCEPT: "success", REJECT: "failure" };
const decisions: Readonly<Record<string, string>> = { ACCEPT: "allowed", REJECT: "denied" };

/** A record of AWS's flow logs: a flow that was accepted or rejected, or a status such as `NODATA`, which tells of none. */
export function flowEvent(
  action: string | undefined,
  logStatus: string | undefined,
  { reason, start, end }: Pick<FlowEvent, "reason" | "start" | "end"> = {},
): FlowEvent {
  const hasFlow = logStatus === undefined || logStatus === "OK";
  const decision = lookup(decisions, action);
  return {
    category: ["network"],
    type: hasFlow ? (decision === undefined ? ["connection"] : ["connection", decision]) : ["info"],
    action: action ?? (hasFlow ? "flow" : logStatus),
    outcome: lookup(outcomes, action) ?? "unknown",
    reason,
    start,
    end,
  };
}
