import type { CognitoSignIn, IdentityCenterSignIn, SamlSignIn } from "../components/search/dashboards-sign-in";
import { notAllowed } from "./definition";
import { textMembers } from "./members";

/** How people sign in; the metadata of SAML are a setting of their own, because they are kept as a secret. */
export type SignInSetting = Omit<SamlSignIn, "metadata"> | IdentityCenterSignIn | CognitoSignIn;

const text = { pattern: /\S/, form: "a text" };
const optional = { ...text, optional: true } as const;

const readers: Readonly<Record<SignInSetting["kind"], (members: Readonly<Record<string, unknown>>) => SignInSetting>> =
  {
    saml: (members) => {
      const { sessionMinutes, ...texts } = textMembers(members, {
        entityId: { pattern: /^\S{8,512}$/, form: "the entity id of an identity provider" },
        rolesKey: optional,
        subjectKey: optional,
        sessionMinutes: {
          pattern: /^([1-9]\d{0,2}|1[0-3]\d\d|14[0-3]\d|1440)$/,
          form: "minutes from 1 to 1440",
          optional: true,
        },
      });
      return {
        kind: "saml",
        ...texts,
        ...(sessionMinutes !== undefined && { sessionMinutes: Number(sessionMinutes) }),
      };
    },
    "identity-center": (members) => ({
      kind: "identity-center",
      ...textMembers(members, {
        instanceArn: {
          pattern: /^arn:aws[a-z-]*:sso:::instance\/(sso)?ins-[a-zA-Z0-9-]{16}$/,
          form: "the ARN of an instance of IAM Identity Center, such as arn:aws:sso:::instance/ssoins-1234567890abcdef",
        },
      }),
    }),
    cognito: (members) => ({
      kind: "cognito",
      ...textMembers(members, {
        userPoolId: { pattern: /^[\w-]+_[0-9a-zA-Z]+$/, form: "the id of a user pool, such as eu-west-1_AbCdEfGhI" },
        identityPoolId: {
          pattern: /^[\w-]+:[0-9a-f-]{36}$/,
          form: "the id of an identity pool, such as eu-west-1:12345678-1234-1234-1234-123456789012",
        },
      }),
    }),
  };

/** Reads `siem:dashboardsSignIn`; undefined where it is empty. */
export function readSignIn(members: Readonly<Record<string, unknown>>): SignInSetting | undefined {
  const { kind, ...others } = members;
  if (Object.keys(members).length === 0) return undefined;
  if (typeof kind !== "string" || !Object.hasOwn(readers, kind))
    notAllowed(`a kind of ${Object.keys(readers).join(", ")}`);
  // A number of minutes may be written as a number.
  const minutes = typeof others.sessionMinutes === "number" ? { sessionMinutes: String(others.sessionMinutes) } : {};
  return readers[kind as SignInSetting["kind"]]({ ...others, ...minutes });
}
