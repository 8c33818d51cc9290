import { ownText } from "../shared/text/own-text";
import { comma, isWrittenByMembers, openBrace, writeBytes, writeValue } from "./write-json";

/** A layout knows no more: whoever writes a log may give a record as many as the limits allow. */
export const mostMembers = 256;
/** Of values that are taken for constant. */
const longestText = 1_024;
const mostItems = 16;
const nothing = Buffer.alloc(0);

/** A member of the objects that a layout is for: what is known of its values, and how it is written, which follows from it. */
interface Member {
  readonly name: string;
  /** `"name":` */
  readonly head: Buffer;
  /** Whether there was an object without a value for it, and one with. */
  optional: boolean;
  /** Where its values are objects with the same members, these. */
  members: readonly Member[] | undefined;
  /** Whether all its values were this one. */
  constant: boolean;
  value: unknown;
  /**
   * `constant`: its text is part of what is before the next member of another kind. `members`: so are its name and brace,
   * and its members are written in their turn. `value`: so is its name. `optional`: nothing of it is.
   */
  kind: "constant" | "members" | "value" | "optional";
  /** Text that is before its value, if it has one. */
  before: Buffer;
  /** Of optional objects. */
  plan: Plan | undefined;
}

/** How objects with these members are written. */
interface Plan {
  readonly members: readonly Member[];
  /** Text behind the last value. */
  readonly after: Buffer;
}

/** How many members a layout may still get. */
interface Room {
  members: number;
}

/**
 * Writes objects of one kind as JSON into bytes, as `JSON.stringify` does into a text. It finds out what its objects have
 * in common, names and values, and copies that as bytes, a row of members at once: a document of a log is mostly that.
 */
export class DocumentLayout {
  private readonly room: Room = { members: mostMembers };
  private plan: Plan;

  /** For objects like this one, of at most `mostMembers`; each of its values may be different in the next. */
  constructor(object: object) {
    this.plan = planOf(membersOf(object, this.room));
  }

  /** Whether an object has the same members, in their order. */
  isOf(object: object): boolean {
    return haveNames(this.plan.members, object);
  }

  /**
   * @returns Where the text ends; -1 where an object has members or values that were not allowed for, a value with a form
   * of its own, or no room. What is behind `start` may be overwritten in any case.
   */
  write(object: object, bytes: Buffer, start: number): number {
    return writePlanned(this.plan, object, bytes, start);
  }

  /** Allows for the values of an object that it `isOf`. */
  learn(object: object): void {
    const { members } = this.plan;
    if (learnMembers(members, object, this.room)) this.plan = planOf(members);
  }
}

function writePlanned({ members, after }: Plan, object: object, bytes: Buffer, start: number): number {
  const at = writeMembers(members, object, bytes, start);
  return at < 0 ? -1 : writeBytes(after, bytes, at);
}

function writeMembers(members: readonly Member[], object: object, bytes: Buffer, start: number): number {
  let at = start;
  let index = 0;
  for (const name in object) {
    const member = members[index];
    if (member === undefined || member.name !== name) return -1;
    index += 1;
    const value = (object as Readonly<Record<string, unknown>>)[name];
    const { kind } = member;
    if (kind === "constant") {
      if (!isSame(value, member.value)) return -1;
      continue;
    }
    if (kind === "members") {
      if (member.members === undefined || !isWrittenByMembers(value)) return -1;
      at = writeMembers(member.members, value, bytes, at);
    } else {
      at = writeBytes(member.before, bytes, at);
      if (at < 0) return -1;
      if (value === undefined) {
        if (!member.optional) return -1;
      } else {
        at = kind === "value" ? writeValue(value, bytes, at) : writeOptional(member, value, bytes, at);
      }
    }
    if (at < 0) return -1;
  }
  return index === members.length ? at : -1;
}

function writeOptional({ head, plan }: Member, value: unknown, bytes: Buffer, start: number): number {
  let at = start;
  if (bytes[at - 1] !== openBrace) {
    bytes[at] = comma;
    at += 1;
  }
  at = writeBytes(head, bytes, at);
  if (at < 0) return -1;
  if (plan === undefined) return writeValue(value, bytes, at);
  return isWrittenByMembers(value) ? writePlanned(plan, value, bytes, at) : -1;
}

function planOf(members: readonly Member[]): Plan {
  return { members, after: Buffer.from(planMembers(members, "")) };
}

/** Chooses how members are written. @returns Text that is to be written behind the last value. */
function planMembers(members: readonly Member[], before: string): string {
  let text = `${before}{`;
  // Whether there is one before the next member. Where only the document tells, what is written then does.
  let follows: "never" | "sometimes" | "always" = "never";
  for (const member of members) {
    if (member.constant && member.value === undefined) {
      member.kind = "constant";
    } else if (member.optional || follows === "sometimes") {
      member.kind = "optional";
      member.before = Buffer.from(text);
      member.plan = member.members && planOf(member.members);
      text = "";
      if (!member.optional) follows = "always";
      else if (follows === "never") follows = "sometimes";
    } else {
      text += (follows === "always" ? "," : "") + member.head.toString();
      follows = "always";
      if (member.members !== undefined) {
        member.kind = "members";
        text = planMembers(member.members, text);
      } else if (member.constant) {
        member.kind = "constant";
        text += JSON.stringify(member.value);
      } else {
        member.kind = "value";
        member.before = Buffer.from(text);
        text = "";
      }
    }
  }
  return `${text}}`;
}

function membersOf(object: object, room: Room): Member[] {
  const entries = Object.entries(object);
  room.members -= entries.length;
  return entries.map(([name, value]) => memberOf(name, value as unknown, room));
}

function memberOf(name: string, value: unknown, room: Room): Member {
  const hasRoom = isWrittenByMembers(value) && Object.keys(value).length <= room.members;
  const members = hasRoom ? membersOf(value, room) : undefined;
  const constant = members === undefined && isComparable(value);
  return {
    name,
    head: Buffer.from(`${JSON.stringify(name)}:`),
    optional: false,
    members,
    constant,
    value: constant ? ownValue(value) : undefined,
    kind: "optional",
    before: nothing,
    plan: undefined,
  };
}

/** Whether a value is told from others by comparing it, or its items, and short enough to be kept. */
function isComparable(value: unknown): boolean {
  if (Array.isArray(value)) return value.length <= mostItems && value.every((item) => isText(item));
  return value === undefined || isText(value);
}

function isText(value: unknown): boolean {
  if (typeof value === "string") return value.length <= longestText;
  return value === null || typeof value === "number" || typeof value === "boolean";
}

/** A list may be changed by whoever made it. */
function ownValue(value: unknown): unknown {
  if (typeof value === "string") return ownText(value);
  return Array.isArray(value) ? value.map(ownValue) : value;
}

function isSame(value: unknown, other: unknown): boolean {
  return value === other || (Array.isArray(value) && Array.isArray(other) && haveSameItems(value, other));
}

function haveSameItems(items: readonly unknown[], others: readonly unknown[]): boolean {
  if (items.length !== others.length) return false;
  for (let index = 0; index < items.length; index += 1) if (items[index] !== others[index]) return false;
  return true;
}

function haveNames(members: readonly Member[], object: object): boolean {
  let index = 0;
  for (const name in object) {
    if (members[index]?.name !== name) return false;
    index += 1;
  }
  return index === members.length;
}

/** @returns Whether there is anything new. */
function learnMembers(members: readonly Member[], object: object, room: Room): boolean {
  let isNew = false;
  for (const member of members) {
    if (learnValue(member, (object as Readonly<Record<string, unknown>>)[member.name], room)) isNew = true;
  }
  return isNew;
}

function learnValue(member: Member, value: unknown, room: Room): boolean {
  const wasNever = member.constant && member.value === undefined;
  if (wasNever) {
    if (value === undefined) return false;
    Object.assign(member, memberOf(member.name, value, room), { optional: true });
    return true;
  }
  if (value === undefined) {
    const isNew = !member.optional;
    member.optional = true;
    return isNew;
  }
  if (member.members !== undefined) {
    if (isWrittenByMembers(value) && haveNames(member.members, value)) return learnMembers(member.members, value, room);
    member.members = undefined;
    return true;
  }
  if (!member.constant || isSame(value, member.value)) return false;
  member.constant = false;
  member.value = undefined;
  return true;
}
