import { lookup } from "../../functions/shared/lookup";

interface Types {
  readonly category: readonly string[];
  readonly type: readonly string[];
}

/** By the name without separators, which the log and the API write differently: `SignIn`, `SIGN_IN`. */
const types: Readonly<Record<string, Types>> = {
  signin: { category: ["authentication"], type: ["start"] },
  signup: { category: ["iam"], type: ["user", "creation"] },
  forgotpassword: { category: ["iam"], type: ["user", "change"] },
  passwordchange: { category: ["iam"], type: ["user", "change"] },
  resendcode: { category: ["iam"], type: ["user", "info"] },
};

export function typesOf(eventType: string | undefined): { category: string[]; type: string[] } {
  const { category, type } = lookup(types, eventType?.replaceAll("_", "").toLowerCase()) ?? {
    category: ["authentication"],
    type: ["info"],
  };
  return { category: [...category], type: [...type] };
}
