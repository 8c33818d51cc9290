import type { EcsDocument } from "../shared/ecs";
import { ObjectError } from "../shared/errors";
import { asArray, asRecord } from "../shared/values";

/** Names that can be held; more than people write a single log object. */
const maximumNames = 500_000;
/** Those of no person: accounts that systems have, and services. */
const nobody =
  /^(?:root|system|admin|administrator|anonymous|anonymous logon|local service|network service|nobody|unknown|guest|system:.*|.*\.amazonaws\.com(?:\.cn)?)$/i;
const token = /[\p{L}\p{N}_][\p{L}\p{N}_.+-]*/gu;
const memberName = /^\\{0,15}"[ \t]{0,8}:/;

/** A place of a name in a text. */
export interface NamePlace {
  readonly start: number;
  readonly end: number;
  /** As its log source tells it, but in lower case. */
  readonly value: string;
}

/** Where a form of a name lies, as seen from its first word. */
interface Shape {
  /** Characters before the word. */
  readonly before: number;
  readonly length: number;
}

/** Names with the same first word, as all of a domain's have in `CORP\alice`. */
interface Names {
  /** By the name itself, and by other forms of it. */
  readonly byForm: Map<string, string>;
  /** The longest first: "anna lang" before "anna". */
  readonly shapes: Shape[];
}

/** The names of people that an object tells of, as far as its log source is known: what its documents have as users. */
export class People {
  /** Whole names by their first words, in lower case. */
  private readonly names = new Map<string, Names>();
  private count = 0;

  /** @throws ObjectError for more names than can be held. */
  add(document: EcsDocument): void {
    for (const name of asArray(document.related?.user)) this.addName(name);
    this.addUsers(document, 0);
  }

  private addUsers(value: unknown, depth: number): void {
    const members = asRecord(value);
    // `user.target`, `source.user`: ECS nests them so deep.
    if (members === undefined || depth > 3) return;
    for (const [name, member] of Object.entries(members)) {
      if (name === "name" || name === "full_name") {
        if (depth > 0) this.addName(member);
      } else if (name === "user" || depth > 0) {
        this.addUsers(member, depth + 1);
      } else if (usersParents.has(name)) {
        this.addUsers(asRecord(member)?.user, 1);
      }
    }
  }

  private addName(value: unknown): void {
    if (typeof value !== "string" || value.length < 2 || /^[\d.]+$/.test(value) || isNobody(value)) return;
    const name = value.toLowerCase();
    this.addForm(name, name);
    // As forms send it.
    if (name.includes(" ")) this.addForm(name, name.replaceAll(" ", "+"));
  }

  private addForm(name: string, form: string): void {
    const word = /[\p{L}\p{N}_][\p{L}\p{N}_.+-]*/u.exec(form);
    if (word === null) return;
    const first = withoutMarks(word[0]);
    const { byForm, shapes } = this.names.get(first) ?? { byForm: new Map<string, string>(), shapes: [] };
    if (byForm.has(form)) return;
    this.count += 1;
    if (this.count > maximumNames) throw new ObjectError(`the object has more than ${maximumNames} names of users`);
    byForm.set(form, name);
    const shape = { before: word.index, length: form.length };
    if (!shapes.some(({ before, length }) => before === shape.before && length === shape.length)) {
      shapes.push(shape);
      shapes.sort((a, b) => b.length - a.length);
    }
    this.names.set(first, { byForm, shapes });
  }

  /**
   * Where a text has names of them as whole words, in its order, none within another. Those of JSON members are no names
   * of people.
   */
  *places(text: string): Generator<NamePlace> {
    if (this.count === 0) return;
    let done = 0;
    for (const { 0: found, index } of text.matchAll(token)) {
      const known = this.names.get(withoutMarks(found).toLowerCase());
      for (const { before, length } of known?.shapes ?? []) {
        const start = index - before;
        const end = start + length;
        const value = start < done ? undefined : known?.byForm.get(text.slice(start, end).toLowerCase());
        if (value === undefined || isWord(text[end])) continue;
        if (memberName.test(text.slice(end, end + 32))) break;
        yield { start, end, value };
        done = end;
        break;
      }
    }
  }
}

/** Whether it is no person: an account that systems have, or a service. */
export function isNobody(name: string): boolean {
  return nobody.test(name);
}

/** Members of a document beside `user` that have users. */
const usersParents: ReadonlySet<string> = new Set(["source", "destination", "client", "server", "process", "host"]);

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}

/** A word without what ends sentences and parts of them. */
function withoutMarks(word: string): string {
  let end = word.length;
  while (end > 0 && ".+-".includes(word[end - 1] ?? " ")) end -= 1;
  return word.slice(0, end);
}
