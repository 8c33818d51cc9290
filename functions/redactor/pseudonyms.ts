import { createHmac } from "node:crypto";
import type { PersonalKind } from "./redaction";

/** Gives a value the name that it goes by in what is masked. */
export type Pseudonym = (kind: PersonalKind, value: string) => string;

/** Distinct values that are remembered; others are computed again. */
const rememberedValues = 100_000;

/**
 * Pseudonyms such as `user-5f3a9c0b7d21`: equal values of a kind have equal ones, in whatever case they are written, and
 * without the key nobody can try which value it is (there are few enough addresses to try all).
 */
export function pseudonyms(key: Uint8Array): Pseudonym {
  const known = new Map<string, string>();
  return (kind, value) => {
    const text = `${kind}:${value.toLowerCase()}`;
    const name = known.get(text) ?? `${kind}-${createHmac("sha256", key).update(text).digest("hex").slice(0, 12)}`;
    if (known.size < rememberedValues) known.set(text, name);
    return name;
  };
}
