import type { Alert, AlertStatus, AlertVerdict } from "./alert";
import { openedAgain } from "./life-cycle";

/** What a person decides of an alert; what is not named stays as it is. */
export interface AlertDecision {
  readonly status?: AlertStatus | undefined;
  /** An empty text: nobody's any more. */
  readonly owner?: string | undefined;
  /** Only of an alert that is closed. */
  readonly verdict?: AlertVerdict | undefined;
  /** Why, or what was found. */
  readonly note?: string | undefined;
  /** Who decides. */
  readonly author: string;
}

/** The alert with a decision, which stays among its notes: who decided what, when and why. */
export function decide(alert: Alert, decision: AlertDecision, now: Date): Alert {
  const status = decision.status ?? alert.status;
  const owner = decision.owner === undefined ? alert.owner : decision.owner || undefined;
  const verdict = status === "closed" ? (decision.verdict ?? alert.verdict) : undefined;
  const changes = [
    status === alert.status && verdict === alert.verdict ? undefined : asText(status, verdict),
    owner === alert.owner ? undefined : `owner: ${owner ?? "nobody"}`,
  ].filter((change) => change !== undefined);
  const text = [...(changes.length > 0 ? [changes.join(", ")] : []), ...(decision.note ? [decision.note] : [])];
  const notes =
    text.length === 0
      ? alert.notes
      : [...alert.notes, { time: now.toISOString(), author: decision.author, text: text.join(": ") }];
  // The detector plans anew by its own policy what is to be told of it, and when.
  const before = status === "open" && alert.status !== "open" ? openedAgain(alert, now) : alert;
  return { ...before, status, owner, verdict, notes, nextCheck: now.toISOString() };
}

function asText(status: AlertStatus, verdict: AlertVerdict | undefined): string {
  return verdict === undefined ? status : `${status} as ${verdict}`;
}
