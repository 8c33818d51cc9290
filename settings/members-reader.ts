import { suggest } from "../functions/shared/suggest";
import * as define from "./definition";

/** Reads the members of an object among the settings; errors name them by what they are members of. */
export class MembersReader {
  private readonly known = new Set<string>();

  /** @param place What the names of members are preceded by, such as `memberLogs[0].`. */
  constructor(
    private readonly members: Readonly<Record<string, unknown>>,
    private readonly place = "",
  ) {}

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  text(name: string, form: define.TextForm): string {
    return this.at(name, () => define.matching(form, this.value(name) ?? ""));
  }

  optionalText(name: string, form: define.TextForm): string | undefined {
    return this.has(name) ? this.text(name, form) : undefined;
  }

  texts(name: string, form: define.TextForm): string[] {
    return this.list(name).map((item) => this.at(name, () => define.matching(form, item)));
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], otherwise?: Choice): Choice {
    return this.at(name, () => define.oneOf(choices, this.value(name) ?? otherwise));
  }

  /** Each once, in the order given. */
  choices<Choice extends string>(
    name: string,
    choices: readonly Choice[],
    otherwise: readonly Choice[] = [],
  ): readonly Choice[] {
    if (!this.has(name)) return otherwise;
    return [...new Set(this.list(name).map((item) => this.at(name, () => define.oneOf(choices, item))))];
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.value(name) ?? otherwise;
    return typeof value === "boolean" ? value : this.at(name, () => define.notAllowed("true, false"));
  }

  object<Value>(name: string, parse: (read: MembersReader) => Value): Value | undefined {
    return this.has(name) ? this.nested(name, this.value(name), parse) : undefined;
  }

  objects<Value>(name: string, parse: (read: MembersReader) => Value): Value[] {
    return this.list(name).map((item, index) => this.nested(`${name}[${index}]`, item, parse));
  }

  /** Refuses members that nobody asked for. */
  refuseOthers(): void {
    const known = [...this.known].map((name) => this.place + name);
    const other = Object.keys(this.members).find((name) => !this.known.has(name));
    if (other === undefined) return;
    const meant = suggest(this.place + other, known);
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    define.notAllowed(`${known.join(", ")}; "${this.place}${other}" is none of them${hint}`);
  }

  private value(name: string): unknown {
    this.known.add(name);
    return this.members[name];
  }

  private list(name: string): readonly unknown[] {
    const value = this.value(name) ?? [];
    return Array.isArray(value) ? value : this.at(name, () => define.notAllowed("a list"));
  }

  private nested<Value>(name: string, value: unknown, parse: (read: MembersReader) => Value): Value {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return this.at(name, () => define.notAllowed("an object"));
    }
    const read = new MembersReader(Object.fromEntries(Object.entries(value)), `${this.place}${name}.`);
    const parsed = parse(read);
    read.refuseOthers();
    return parsed;
  }

  private at<Value>(name: string, parse: () => Value): Value {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof define.NotAllowed)) throw error;
      throw new define.NotAllowed(`${this.place}${name}: ${error.message}`, { cause: error });
    }
  }
}
