import { lookup } from "../../functions/shared/lookup";

/** `event.category` and `event.type` of a call, with values that ECS allows together. */
export interface Classification {
  readonly category: readonly string[];
  readonly type: readonly string[];
}

interface ServiceRule {
  readonly api: RegExp;
  readonly category: readonly string[];
  /** Without it, the API's verb says it. */
  readonly type?: string;
}

const anyApi = /(?:)/;
const iam: readonly ServiceRule[] = [{ api: anyApi, category: ["iam", "api"] }];

/**
 * By service (`eventSource` without its domain); the first row whose `api` matches the event's name. `api` is among the
 * categories of every API call, since it allows all types; sign-in pages are no API calls.
 */
const rules: Readonly<Record<string, readonly ServiceRule[]>> = {
  iam,
  sso: iam,
  "sso-directory": iam,
  identitystore: iam,
  organizations: iam,
  rolesanywhere: iam,
  "cognito-idp": [
    { api: /InitiateAuth|RespondToAuthChallenge|GetTokens/, category: ["authentication", "api"], type: "start" },
    ...iam,
  ],
  signin: [
    {
      api: /^(?:ConsoleLogin|SwitchRole|GetSigninToken|CredentialVerification)/,
      category: ["authentication"],
      type: "start",
    },
    { api: /^(?:ExitRole|Logout)/, category: ["authentication"], type: "end" },
    { api: anyApi, category: ["authentication"], type: "info" },
  ],
  sts: [
    { api: /^(?:Assume|GetSessionToken|GetFederationToken)/, category: ["authentication", "api"], type: "start" },
    { api: anyApi, category: ["api"], type: "info" },
  ],
  s3: [
    { api: /^(?:GetObject|SelectObjectContent|RestoreObject)(?:Torrent)?$/, category: ["file", "api"], type: "access" },
    {
      api: /^(?:PutObject|CopyObject|CompleteMultipartUpload|UploadPart)$/,
      category: ["file", "api"],
      type: "creation",
    },
    { api: /^DeleteObjects?$/, category: ["file", "api"], type: "deletion" },
    { api: /Object|MultipartUpload|UploadPart/, category: ["file", "api"] },
  ],
  ec2: [
    { api: /^(?:Run|Start)Instances$/, category: ["host", "api"], type: "start" },
    { api: /^(?:Terminate|Stop)Instances$/, category: ["host", "api"], type: "end" },
    { api: /^(?:Reboot|Modify|Monitor)Instance/, category: ["host", "api"], type: "change" },
    { api: /^(?:GetPasswordData|GetConsole(?:Output|Screenshot))$/, category: ["host", "api"], type: "access" },
  ],
  ssm: [
    { api: /^(?:SendCommand|StartAutomationExecution)$/, category: ["process", "api"], type: "start" },
    { api: /^(?:Start|Resume)Session$/, category: ["session", "api"], type: "start" },
    { api: /^TerminateSession$/, category: ["session", "api"], type: "end" },
    { api: /^GetParameter/, category: ["configuration", "api"], type: "access" },
  ],
  lambda: [{ api: /^Invoke/, category: ["process", "api"], type: "start" }],
  ecs: [{ api: /^(?:ExecuteCommand|RunTask|StartTask)$/, category: ["process", "api"], type: "start" }],
  secretsmanager: [{ api: /^(?:Batch)?GetSecretValue$/, category: ["configuration", "api"], type: "access" }],
  kms: [{ api: /^(?:Decrypt|Encrypt|ReEncrypt|GenerateDataKey|Sign|Verify)/, category: ["api"], type: "access" }],
  dynamodb: [{ api: /Item|^Query$|^Scan$|Statement|Records$/, category: ["database", "api"] }],
  "rds-data": [{ api: anyApi, category: ["database", "api"], type: "access" }],
  "redshift-data": [{ api: anyApi, category: ["database", "api"], type: "access" }],
};

const verbTypes = new Map(
  Object.entries({
    access: ["Decrypt", "Download", "Invoke", "Query", "Scan", "Select"],
    info: [
      "Check",
      "Describe",
      "Discover",
      "Estimate",
      "Get",
      "Head",
      "List",
      "Lookup",
      "Search",
      "Simulate",
      "Test",
      "View",
    ],
    creation: [
      "Allocate",
      "Copy",
      "Create",
      "Import",
      "Launch",
      "Provision",
      "Publish",
      "Register",
      "Request",
      "Restore",
      "Run",
      "Upload",
    ],
    deletion: ["Delete", "Deregister", "Purge", "Release", "Terminate"],
  }).flatMap(([type, verbs]) => verbs.map((verb) => [verb, type] as const)),
);
const verb = /^(?:Admin|Batch)?([A-Z][a-z]+)/;

const denial = /AccessDenied|Unauthori[sz]ed|NotAuthori[sz]ed|Forbidden/i;

/** What the classification depends on. */
export interface ClassifiedCall {
  /** `eventSource` without its domain. */
  readonly service: string | undefined;
  readonly api: string | undefined;
  readonly eventType: string | undefined;
  readonly readOnly: boolean | undefined;
  readonly errorCode: string | undefined;
}

/** Category and types of a call; a denied one is of type `denied` too, where its categories allow that. */
export function classify({ service, api = "", eventType, readOnly, errorCode }: ClassifiedCall): Classification {
  const denied = errorCode !== undefined && denial.test(errorCode);
  const rule = lookup(rules, service)?.find((row) => row.api.test(api));
  const type = rule?.type ?? verbType(api, readOnly);
  const about = type === "info" || rule?.category.includes("iam") !== true ? [] : whomCallIsAbout(service, api);
  const isPart = about.length > 0 && (type === "creation" || type === "deletion") && !makesOrDeletes.test(api);
  const types = [isPart ? "change" : type, ...about];
  // A VPC endpoint's view of a call: let through or refused by the endpoint's policy.
  if (eventType === "AwsVpceEvent")
    return { category: ["network", "api"], type: [...types, denied ? "denied" : "allowed"] };
  const category = rule?.category ?? (type === "info" || type === "access" ? ["api"] : ["configuration", "api"]);
  if (denied && category.includes("api")) types.push("denied");
  return { category, type: types };
}

/** Services whose calls name the users and groups that they are about. */
const directories: ReadonlySet<string | undefined> = new Set(["iam", "sso-directory", "identitystore", "cognito-idp"]);

/** Calls about the user or group itself; all others give it something, or take that away: they change it. */
const makesOrDeletes = /^(?:Admin)?(?:Create|Delete)(?:User|Group)$/;

const aboutUser =
  /User(?!Pool|Import)|AccessKey|LoginProfile|SSHPublicKey|SigningCertificate|ServiceSpecificCredential|^(?:Enable|Deactivate|Resync)MFADevice|^ChangePassword/;

function whomCallIsAbout(service: string | undefined, api: string): string[] {
  if (!directories.has(service)) return [];
  return [...(aboutUser.test(api) ? ["user"] : []), ...(api.includes("Group") ? ["group"] : [])];
}

function verbType(api: string, readOnly: boolean | undefined): string {
  const named = verbTypes.get(verb.exec(api)?.[1] ?? "");
  if (named !== undefined) return named;
  return readOnly === false ? "change" : readOnly === true || api === "" ? "info" : "change";
}
