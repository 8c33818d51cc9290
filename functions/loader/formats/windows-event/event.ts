import { NamedValues } from "../../../shared/named-values";

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
  constructor(values: ReadonlyMap<string, string>) {
    super(values, noValue);
  }

  get isNamed(): boolean {
    for (const name of this.names()) if (!/^param\d+$/.test(name)) return true;
    return false;
  }
}

/** Collects values by name; a second value of a name, or one without a name, gets a name of its own. */
export class EventValues {
  readonly values = new Map<string, string>();
  private unnamed = 0;

  add(name: string | undefined, value: string): void {
    this.unnamed += name === undefined ? 1 : 0;
    const wanted = name ?? `param${this.unnamed}`;
    let free = wanted;
    for (let count = 2; this.values.has(free) && count < 1_000; count += 1) free = `${wanted}_${count}`;
    this.values.set(free, value.trim());
  }
}
