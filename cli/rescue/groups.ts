import type { Kind, SetAside } from "./set-aside";

/** What was put aside for the same reason. */
export interface Group {
  readonly kind: Kind;
  readonly source: string | undefined;
  /** Of rejected records only. */
  readonly index: string | undefined;
  readonly status: number | undefined;
  /** Without what differs from one to the next. */
  readonly reason: string;
  /** The file and the reason in full of one of them. */
  readonly example: { readonly file: string; readonly reason: string };
  count: number;
  /** ISO 8601. */
  first: string | undefined;
  last: string | undefined;
}

/** Counts what is put aside by kind, source, index, status and reason. */
export class Groups {
  private readonly groups = new Map<string, Group>();

  add(entry: SetAside): void {
    const { kind, source, reason: example, file, time } = entry;
    const reason = reasonInCommon(example);
    const [index, status] = entry.kind === "rejected" ? [entry.index, entry.status] : [undefined, undefined];
    const name = JSON.stringify([kind, source, index, status, reason]);
    const group = this.groups.get(name);
    if (group === undefined) {
      const start = { kind, source, index, status, reason, example: { file, reason: example } };
      this.groups.set(name, { ...start, count: 1, first: time, last: time });
      return;
    }
    group.count += 1;
    if (time === undefined) return;
    if (group.first === undefined || time < group.first) group.first = time;
    if (group.last === undefined || time > group.last) group.last = time;
  }

  /** The largest first. */
  get rows(): readonly Group[] {
    return [...this.groups.values()].sort((left, right) => right.count - left.count);
  }
}

/** OpenSearch quotes the document's id and the field's value in its reasons; places and sizes are numbers. */
const differing = /(?<!\w)'.*?'(?!\w)|(?<![\w.])\d{3,}(?![\w.])/g;

export function reasonInCommon(reason: string): string {
  return reason.replace(differing, (part) => (part.startsWith("'") ? "'...'" : "N"));
}
