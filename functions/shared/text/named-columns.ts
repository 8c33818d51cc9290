import { asRecord } from "../values";

/**
 * Reads the records of deliveries that name the columns of a text format (JSON through CloudWatch Logs, Parquet, Athena)
 * as its columns. Names are the same with and without underscores, hyphens and the like, in any case.
 */
export class NamedColumns {
  private readonly columnByName: ReadonlyMap<string, number>;

  /** @param names of each column, in the order of the text format. */
  constructor(private readonly names: readonly (readonly string[])[]) {
    this.columnByName = new Map(
      names.flatMap((aliases, column) => aliases.map((name) => [plainName(name), column] as const)),
    );
  }

  /** The columns of a record; `undefined` for one that has fewer than two of them. */
  read(value: unknown): readonly (string | undefined)[] | undefined {
    const row = asRecord(value);
    if (row === undefined) return undefined;
    const columns: (string | undefined)[] = Array.from({ length: this.names.length });
    let found = 0;
    for (const [name, member] of Object.entries(row)) {
      const column = this.columnByName.get(plainName(name));
      if (column === undefined || (typeof member !== "string" && typeof member !== "number")) continue;
      columns[column] = String(member);
      found += 1;
    }
    return found > 1 ? columns : undefined;
  }
}

/** `cs(User-Agent)`, `cs-user-agent` and `cs_user_agent` are one name. */
export function plainName(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
}
