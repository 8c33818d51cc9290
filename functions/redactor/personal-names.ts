import type { PersonalKind } from "./redaction";

/**
 * Ends of the names of members, columns and variables that hold personal data, without `_`, `-` and `.`, in lower case:
 * `TargetUserName`, `db_user` and `user.email` end so.
 */
const nameEnds: Readonly<Record<Exclude<PersonalKind, "ip">, readonly string[]>> = {
  user: [
    ...["user", "username", "userid", "usr", "login", "loginname", "loginid", "accountname", "account", "principal"],
    ...["principalid", "principalname", "principaluserid", "sessionname", "sourceidentity", "displayname", "realname"],
    ...["fullname", "firstname", "lastname", "givenname", "middlename", "familyname", "surname", "nickname", "alias"],
    ...["alternateid", "upn", "actor", "owner", "creator", "createdby", "modifiedby", "updatedby", "requester"],
    ...["uname", "suser", "duser", "member", "author", "subjectname", "personname"],
  ],
  email: ["email", "emailaddress", "mail", "mailbox", "sender", "recipient"],
  phone: ["phone", "phonenumber", "telephone", "telephonenumber", "mobile", "mobilenumber", "msisdn"],
};

const kindsOfEnds = new Map(
  Object.entries(nameEnds).flatMap(([kind, ends]) => ends.map((end) => [end, kind as PersonalKind] as const)),
);
const longestEnd = Math.max(...[...kindsOfEnds.keys()].map((end) => end.length));
/** Ends of these say that it is something else: `isUser`, `cloudAccount` ... */
const otherNames = /(?:count|recipientaccount|cloudaccount|awsaccount|serviceaccount|useraccount)$/;

const known = new Map<string, PersonalKind | "none">();
const rememberedNames = 10_000;

/** What the value of a member, column or variable of this name is; undefined for nothing personal. */
export function kindOfName(name: string): PersonalKind | undefined {
  let kind = known.get(name);
  if (kind === undefined) {
    kind = findKind(name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase()) ?? "none";
    if (known.size < rememberedNames) known.set(name, kind);
  }
  return kind === "none" ? undefined : kind;
}

function findKind(letters: string): PersonalKind | undefined {
  if (otherNames.test(letters)) return undefined;
  for (let length = Math.min(longestEnd, letters.length); length > 2; length -= 1) {
    const kind = kindsOfEnds.get(letters.slice(-length));
    if (kind !== undefined) return kind;
  }
  return undefined;
}
