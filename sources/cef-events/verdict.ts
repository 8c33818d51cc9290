import { lookup } from "../../functions/shared/lookup";

/** What devices did, by the words that they use for it. */
const verdicts: Readonly<Record<string, "allowed" | "denied">> = {
  accept: "allowed",
  accepted: "allowed",
  allow: "allowed",
  allowed: "allowed",
  pass: "allowed",
  passed: "allowed",
  permit: "allowed",
  permitted: "allowed",
  block: "denied",
  blocked: "denied",
  deny: "denied",
  denied: "denied",
  drop: "denied",
  dropped: "denied",
  prevent: "denied",
  prevented: "denied",
  reject: "denied",
  rejected: "denied",
  reset: "denied",
};

/** `denied`, `Connection dropped`: one of the words says it. */
export function verdictOf(action: string | undefined): "allowed" | "denied" | undefined {
  for (const word of action
    ?.slice(0, 256)
    .toLowerCase()
    .split(/[^a-z]+/) ?? []) {
    const verdict = lookup(verdicts, word);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** By the parts that an event has: a connection, a request. */
export function classify(
  isNetwork: boolean,
  isWeb: boolean,
  verdict: string | undefined,
): { category: string[]; type: string[] } {
  const category = [...(isNetwork ? ["network"] : []), ...(isWeb ? ["web"] : [])];
  if (category.length === 0) return { category: ["host"], type: ["info"] };
  const type = [...(isWeb ? ["access"] : []), ...(isNetwork && verdict !== undefined ? [verdict] : [])];
  return { category, type: type.length === 0 ? ["info"] : type };
}
