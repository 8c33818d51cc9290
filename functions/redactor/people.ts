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
}

interface Name {
  readonly name: string;
  /** Characters before its first word. */
  readonly before: number;
}

/** The names of people that an object tells of, as far as its log source is known: what its documents have as users. */
export class People {
  /** Whole names by their first words, in lower case. */
  private readonly names = new Map<string, Name[]>();
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
    if (typeof value !== "string" || value.length < 2 || /^[\d.]+$/.test(value) || nobody.test(value)) return;
    const name = value.toLowerCase();
    const word = /[\p{L}\p{N}_][\p{L}\p{N}_.+-]*/u.exec(name);
    if (word === null) return;
    const first = withoutMarks(word[0]);
    const known = this.names.get(first) ?? [];
    if (known.some((each) => each.name === name)) return;
    this.count += 1;
    if (this.count > maximumNames) throw new ObjectError(`the object has more than ${maximumNames} names of users`);
    // The longest first: "anna lang" before "anna".
    const all = [...known, { name, before: word.index }].sort((a, b) => b.name.length - a.name.length);
    this.names.set(first, all);
  }

  /** Where a text has names of them as whole words; those of JSON members are no names of people. */
  *places(text: string): Generator<NamePlace> {
    if (this.count === 0) return;
    for (const { 0: found, index } of text.matchAll(token)) {
      const candidates = this.names.get(withoutMarks(found).toLowerCase()) ?? [];
      for (const { name, before } of candidates) {
        const start = index - before;
        const end = start + name.length;
        if (start < 0 || text.slice(start, end).toLowerCase() !== name || isWord(text[end])) continue;
        if (!memberName.test(text.slice(end, end + 32))) yield { start, end };
        break;
      }
    }
  }
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
