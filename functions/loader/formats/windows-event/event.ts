import { NamedValues } from "../../../shared/text/named-values";

/** A Windows event, whichever way it was written: XML, or JSON of one of the shippers. */
export interface WindowsEvent {
  readonly provider: string | undefined;
  readonly providerGuid: string | undefined;
  readonly eventId: number;
  readonly version: number | undefined;
  /** Numeric, or its name where a shipper gives only that. */
  readonly level: string | undefined;
  readonly task: string | undefined;
  readonly opcode: string | undefined;
  /** A bit mask, or names. */
  readonly keywords: readonly string[];
  readonly time: string | undefined;
  readonly recordId: string | undefined;
  readonly activityId: string | undefined;
  readonly relatedActivityId: string | undefined;
  readonly processId: number | undefined;
  readonly threadId: number | undefined;
  readonly channel: string | undefined;
  readonly computer: string | undefined;
  /** SID of the account under which the event was logged. */
  readonly userId: string | undefined;
  /** The sentence or sentences that Event Viewer shows. */
  readonly message: string | undefined;
  /** What is specific to the event: EventData or UserData, by name; values without a name are `param1` and so on. */
  readonly data: EventData;
}

/** `%%1793` is the Security log's `<value not set>`. */
const noValue: ReadonlySet<string> = new Set([
  "-",
  "S-1-0-0",
  "NULL SID",
  "{00000000-0000-0000-0000-000000000000}",
  "%%1793",
]);

/** The event's own values. */
export class EventData extends NamedValues {
  /** @param fromMessage the values were read out of the message, which shows more than them */
  constructor(
    values: ReadonlyMap<string, string>,
    private readonly fromMessage = false,
  ) {
    super(values, noValue);
  }

  /** Whether the values say all that the message does, but for its first sentence. */
  get isComplete(): boolean {
    if (this.fromMessage) return false;
    for (const name of this.names()) if (!/^param\d+$/.test(name)) return true;
    return false;
  }
}

/** Collects values by name; a second value of a name, or one without a name, gets a name of its own. */
export class EventValues {
  readonly values = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  add(name: string | undefined, value: string): void {
    const base = name ?? "param";
    const count = (this.counts.get(base) ?? 0) + 1;
    this.counts.set(base, count);
    const numbered = name === undefined ? `param${count}` : count === 1 ? name : `${name}_${count}`;
    // Somebody's own name may look like that.
    this.values.set(this.values.has(numbered) ? `${numbered}_` : numbered, value.trim());
  }
}
