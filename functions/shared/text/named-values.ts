/**
 * The values of a record by name, of a format whose names depend on the kind of record; knows which of them a mapper has
 * put into an ECS field, so that the rest can be kept as they are.
 */
export class NamedValues {
  private readonly taken = new Set<string>();

  /** @param noValue texts that stand for no value */
  constructor(
    private readonly values: ReadonlyMap<string, string>,
    private readonly noValue: ReadonlySet<string>,
  ) {}

  /** The value of the first of the names that has one, as text; it is then in the document. */
  take(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.peek(name);
      if (value === undefined) continue;
      this.taken.add(name);
      return value;
    }
    return undefined;
  }

  /** The same without marking. */
  peek(name: string): string | undefined {
    const value = this.values.get(name);
    return value === undefined || value.trim() === "" || this.noValue.has(value) ? undefined : value;
  }

  names(): Iterable<string> {
    return this.values.keys();
  }

  /** What no mapper has taken. */
  rest(): Readonly<Record<string, string>> {
    const rest = new Map<string, string>();
    for (const name of this.values.keys()) {
      const value = this.taken.has(name) ? undefined : this.peek(name);
      if (value !== undefined) rest.set(name, value);
    }
    return Object.fromEntries(rest);
  }
}
