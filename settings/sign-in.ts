import type { CognitoSignIn, IdentityCenterSignIn, SamlSignIn } from "../components/search/dashboards-sign-in";
import * as forms from "./forms";
import type { MembersReader } from "./members-reader";

/** How people sign in; the metadata of SAML are a setting of their own, because they are kept as a secret. */
export type SignInSetting = Omit<SamlSignIn, "metadata"> | IdentityCenterSignIn | CognitoSignIn;

const kinds = ["saml", "identity-center", "cognito"] as const satisfies readonly SignInSetting["kind"][];

const readers: Readonly<Record<SignInSetting["kind"], (read: MembersReader) => SignInSetting>> = {
  saml: (read) => {
    const [rolesKey, subjectKey] = ["rolesKey", "subjectKey"].map((name) => read.optionalText(name, forms.anyText));
    const sessionMinutes = read.optionalInteger("sessionMinutes", 1, 1440);
    return {
      kind: "saml",
      entityId: read.text("entityId", {
        pattern: /^\S{8,512}$/,
        form: "the entity id of an identity provider, such as https://idp.example.com",
      }),
      ...(rolesKey !== undefined && { rolesKey }),
      ...(subjectKey !== undefined && { subjectKey }),
      ...(sessionMinutes !== undefined && { sessionMinutes }),
    };
  },
  "identity-center": (read) => ({
    kind: "identity-center",
    instanceArn: read.text("instanceArn", {
      pattern: /^arn:aws[a-z-]*:sso:::instance\/(sso)?ins-[a-zA-Z0-9-]{16}$/,
      form: "the ARN of an instance of IAM Identity Center, such as arn:aws:sso:::instance/ssoins-1234567890abcdef",
    }),
  }),
  cognito: (read) => ({
    kind: "cognito",
    userPoolId: read.text("userPoolId", {
      pattern: /^[\w-]+_[0-9a-zA-Z]+$/,
      form: "the id of a user pool, such as eu-west-1_AbCdEfGhI",
    }),
    identityPoolId: read.text("identityPoolId", {
      pattern: /^[\w-]+:[0-9a-f-]{36}$/,
      form: "the id of an identity pool, such as eu-west-1:12345678-1234-1234-1234-123456789012",
    }),
  }),
};

/** Reads `siem:dashboardsSignIn`. */
export function readSignIn(read: MembersReader): SignInSetting {
  return readers[read.choice("kind", kinds)](read);
}
