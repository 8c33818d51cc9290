import { matching, notAllowed, type TextForm } from "./definition";

/** A text that an object must have, or may have. */
interface Member extends TextForm {
  readonly optional?: boolean;
}

type Texts<Members extends Readonly<Record<string, Member>>> = {
  readonly [Key in keyof Members as Members[Key] extends { readonly optional: true } ? never : Key]: string;
} & {
  readonly [Key in keyof Members as Members[Key] extends { readonly optional: true } ? Key : never]?: string;
};

/**
 * Reads the texts of an object; refuses one that lacks some or has others, with a text that says what is allowed.
 * @param others Members that somebody else has read and taken out.
 */
export function textMembers<const Members extends Readonly<Record<string, Member>>>(
  object: Readonly<Record<string, unknown>>,
  members: Members,
  others: readonly string[] = [],
): Texts<Members> {
  const unknown = Object.keys(object).find((key) => !Object.hasOwn(members, key));
  if (unknown !== undefined) {
    const all = [...Object.keys(members), ...others];
    notAllowed(`members ${all.join(", ")}; "${unknown}" is none of them`);
  }
  const entries = Object.entries(members).flatMap(([key, member]): [string, string][] => {
    if (object[key] === undefined && member.optional === true) return [];
    if (object[key] === undefined) notAllowed(`${member.form} as ${key}`);
    return [[key, matching(member, object[key])]];
  });
  // Each text was read by its member's form, and none is missing.
  return Object.fromEntries(entries) as Texts<Members>;
}
