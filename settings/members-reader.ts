import { suggest } from "../functions/shared/suggest";
import * as define from "./definition";

type Members = Readonly<Record<string, unknown>>;

/** Reads an object by its members, and refuses others; `place` is where it is in its setting, such as `[0]`. */
function readMembers<Value>(members: Members, parse: (read: MembersReader) => Value, place = ""): Value {
  const read = new MembersReader(members, place === "" ? "" : `${place}.`);
  const value = parse(read);
  read.refuseOthers();
  return value;
}

/** For `define.object`: as `readMembers`; undefined where nothing is set. */
export function optionalObject<Value>(parse: (read: MembersReader) => Value): (members: Members) => Value | undefined {
  return (members) => (Object.keys(members).length === 0 ? undefined : readMembers(members, parse));
}

/** For `define.objectList`: as `readMembers`. */
export function listedObject<Value>(parse: (read: MembersReader) => Value): (item: Members, place: string) => Value {
  return (item, place) => readMembers(item, parse, place);
}

/** Reads the members of an object among the settings; errors name them by what they are members of. */
export class MembersReader {
  private readonly known = new Set<string>();

  /** @param place What the names of members are preceded by, such as `memberLogs[0].`. */
  constructor(
    private readonly members: Members,
    private readonly place = "",
  ) {}

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  text(name: string, form: define.TextForm): string {
    if (!this.has(name)) this.missing(name, form.form);
    return this.at(name, () => define.matching(form, this.value(name)));
  }

  optionalText(name: string, form: define.TextForm): string | undefined {
    return this.has(name) ? this.text(name, form) : undefined;
  }

  texts(name: string, form: define.TextForm): string[] {
    return this.list(name).map((item) => this.at(name, () => define.matching(form, item)));
  }

  /** One at least. */
  someTexts(name: string, form: define.TextForm): string[] {
    const texts = this.texts(name, form);
    return texts.length > 0 ? texts : this.missing(name, `a list of one or more, each ${form.form}`);
  }

  optionalInteger(name: string, min: number, max: number): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
    return this.at(name, () => define.notAllowed(`a whole number from ${min} to ${max}`));
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[], otherwise?: Choice): Choice {
    if (otherwise === undefined && !this.has(name)) this.missing(name, `one of ${choices.join(", ")}`);
    return this.at(name, () => define.oneOf(choices, this.value(name) ?? otherwise));
  }

  choices<Choice extends string>(
    name: string,
    choices: readonly Choice[],
    otherwise: readonly Choice[] = [],
  ): readonly Choice[] {
    if (!this.has(name)) return otherwise;
    return this.list(name).map((item) => this.at(name, () => define.oneOf(choices, item)));
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

  /** Refuses an object that lacks a member. @param form what the member must be */
  missing(name: string, form: string): never {
    const others = Object.keys(this.members).filter((member) => !this.known.has(member));
    const misspelt = suggest(name, others);
    const hint = misspelt === undefined ? "" : `; you may have meant it by "${this.place}${misspelt}"`;
    throw new define.Missing(this.place + name, form + hint);
  }

  /** Refuses a member with a text that says what is allowed. */
  refuse(name: string, allowed: string): never {
    return this.at(name, () => define.notAllowed(allowed));
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
    return readMembers(Object.fromEntries(Object.entries(value)), parse, `${this.place}${name}`);
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
