import { remembering } from "../shared/remembering";
import type { PersonalKind } from "./redaction";

type NamedKind = Exclude<PersonalKind, "ip">;

/** Who does or has something: their names and ids are named after them, as `ownerId`. */
const persons = [
  ...["user", "actor", "owner", "creator", "author", "assignee", "approver", "reviewer", "reporter"],
  ...["submitter", "member", "employee", "person"],
];

/**
 * Ends of the names of members, columns and variables that hold personal data, without `_`, `-` and `.`, in lower case:
 * `TargetUserName`, `db_user` and `user.email` end so.
 */
const nameEnds: Readonly<Record<NamedKind, readonly string[]>> = {
  user: [
    ...persons.flatMap((person) => [person, `${person}name`, `${person}id`]),
    ...["usr", "login", "loginname", "loginid", "accountname", "principal", "requester", "assignedto", "approvedby"],
    ...["principalid", "principalname", "principaluserid", "sessionname", "sourceidentity", "displayname", "realname"],
    ...["fullname", "firstname", "lastname", "givenname", "middlename", "familyname", "surname", "nickname"],
    ...["alternateid", "upn", "createdby", "modifiedby", "updatedby", "uname", "suser", "duser", "subjectname"],
  ],
  email: ["email", "emailaddress", "mail", "mailbox", "sender", "recipient"],
  phone: ["phone", "phonenumber", "telephone", "telephonenumber", "mobile", "mobilenumber", "msisdn"],
};
/** In the plural, and with members of their own, these are of no person: accounts of AWS, names of domains. */
const singularEnds: readonly string[] = ["account", "alias"];
/** Names whose last word, and not only its end, is one of these: a `hotel` is none. */
const lastWords: ReadonlyMap<string, NamedKind> = new Map([
  ["tel", "phone"],
  ["tels", "phone"],
]);

const plurals = new Map(kindsOf((end) => plural(end)));
const kindsOfEnds: ReadonlyMap<string, NamedKind> = new Map([
  ...kindsOf((end) => end),
  ...plurals,
  ...singularEnds.map((end) => [end, "user"] as const),
]);
const longestEnd = Math.max(...[...kindsOfEnds.keys()].map((end) => end.length));
/** Ends of these say that it is something else: `isUser`, `cloudAccount` ... */
const otherNames =
  /(?:count|recipientaccount|cloudaccount|awsaccount|serviceaccount|useraccount|factor(?:s|ids?|names?)?)$/;

/** Members that say who it is, within an object whose own name says what it tells of: `"user":{"name":"alice"}`. */
const membersOfObjects: Readonly<Record<NamedKind, Readonly<Record<string, NamedKind>>>> = {
  user: Object.fromEntries(
    [
      ...["name", "id", "uid", "guid", "uuid", "sub", "subject", "value", "display", "handle", "formatted"],
      ...["names", "ids", "first", "last", "given", "family", "middle"],
    ].map((name) => [name, "user"]),
  ),
  email: { name: "user", value: "email", address: "email", addresses: "email" },
  phone: { name: "user", ...Object.fromEntries(["value", "number", "home", "work", "cell"].map((n) => [n, "phone"])) },
};
/** What an object's name may have behind it: `userInfo`; alone, it is a part of the object that has it. */
const partsOfObjects = /(?:info|information|details?|attributes|identity|identities|profiles?|list|items?)$/;

interface NameMeaning {
  /** Of the value, or of the values of a list. */
  readonly kind?: NamedKind | undefined;
  /** Of the members of the object, or of the objects in a list. */
  readonly objectKind?: NamedKind | undefined;
  /** Short numbers are counts: `users=7`. */
  readonly isPlural: boolean;
}

/** By what has the members. */
const meanings = new Map<PersonalKind | undefined, (name: string) => NameMeaning>();

/**
 * What the value of a member, column or variable of this name is.
 * @param within what the object tells of that has the member.
 */
export function meaningOf(name: string, within?: PersonalKind): NameMeaning {
  let meaningWithin = meanings.get(within);
  if (meaningWithin === undefined) {
    meaningWithin = remembering((member) => findMeaning(member, within === "ip" ? undefined : within), 10_000);
    meanings.set(within, meaningWithin);
  }
  return meaningWithin(name);
}

function findMeaning(name: string, within: NamedKind | undefined): NameMeaning {
  const letters = lettersOf(name);
  const end = endOf(letters);
  const kind = kindsOfEnds.get(end) ?? lastWords.get(lastWordOf(name)) ?? kindOfMember(name, within);
  const isPart = within !== undefined && letters.replace(partsOfObjects, "") === "";
  const objectEnd = endOf(letters.replace(partsOfObjects, ""));
  const objectKind = singularEnds.includes(objectEnd) ? undefined : (kindsOfEnds.get(objectEnd) ?? kind);
  return {
    kind,
    objectKind: objectKind ?? (isPart ? within : undefined),
    isPlural: plurals.has(end) && !end.endsWith("ids"),
  };
}

/** Also of paths, with numbers of items in them or not: `owners.0.name`. */
function kindOfMember(name: string, within: NamedKind | undefined): NamedKind | undefined {
  const [member = "", parent] = name
    .split(".")
    .reverse()
    .filter((part) => !/^\d*$/.test(part));
  const parentEnd = parent === undefined ? "" : endOf(lettersOf(parent).replace(partsOfObjects, ""));
  const parentKind = singularEnds.includes(parentEnd) ? undefined : kindsOfEnds.get(parentEnd);
  const object = parent === undefined ? within : parentKind;
  return object === undefined ? undefined : own(membersOfObjects[object], lettersOf(member));
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function lettersOf(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

/** The longest end that is known; "" for none. */
function endOf(letters: string): string {
  if (otherNames.test(letters)) return "";
  for (let length = Math.min(longestEnd, letters.length); length > 2; length -= 1) {
    const end = letters.slice(-length);
    if (kindsOfEnds.has(end)) return end;
  }
  return "";
}

function lastWordOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]|(?<=\p{Ll})(?=\p{Lu})/u);
  return words.at(-1)?.toLowerCase() ?? "";
}

function kindsOf(form: (end: string) => string): (readonly [string, NamedKind])[] {
  return (Object.entries(nameEnds) as [NamedKind, readonly string[]][]).flatMap(([kind, ends]) =>
    ends.map((end) => [form(end), kind] as const),
  );
}

function plural(noun: string): string {
  if (/[sx]$/.test(noun)) return `${noun}es`;
  return noun.endsWith("ty") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
