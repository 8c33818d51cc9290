import { plainName } from "../../functions/shared/text/named-columns";
import { asRecord, type JsonObject, text } from "../../functions/shared/values";

/**
 * The `$context` variables that the documents are made of, and what else people call them: a log format's names are its
 * owner's own. Names are compared without `context`, dots and underscores.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const aliases = {
  requestId: ["requestid"],
  extendedRequestId: ["extendedrequestid"],
  sourceIp: ["ip", "sourceip", "clientip", "identitysourceip"],
  userAgent: ["useragent", "identityuseragent"],
  user: ["user", "identityuser"],
  userArn: ["userarn", "identityuserarn"],
  caller: ["caller", "identitycaller"],
  callerAccountId: ["identityaccountid", "calleraccountid"],
  principalId: ["principalid", "authorizerprincipalid"],
  subject: ["authorizerclaimssub", "claimssub"],
  email: ["authorizerclaimsemail", "claimsemail"],
  accountId: ["accountid"],
  requestTime: ["requesttime", "time"],
  requestTimeEpoch: ["requesttimeepoch"],
  httpMethod: ["httpmethod", "method", "requestmethod"],
  resourcePath: ["resourcepath"],
  path: ["path", "requestpath"],
  routeKey: ["routekey"],
  status: ["status", "statuscode"],
  protocol: ["protocol"],
  responseLength: ["responselength"],
  responseLatency: ["responselatency"],
  stage: ["stage"],
  apiId: ["apiid"],
  domainName: ["domainname"],
  region: ["region"],
  errorMessage: ["errormessage", "errormessagestring"],
  errorResponseType: ["errorresponsetype", "responsetype"],
  authorizerError: ["authorizererror"],
  integrationError: ["integrationerror", "integrationerrormessage"],
  integrationStatus: ["integrationstatus", "integrationintegrationstatus"],
  integrationLatency: ["integrationlatency"],
  wafResponseCode: ["wafresponsecode"],
  webAclArn: ["webaclarn"],
  vpcId: ["vpcid", "identityvpcid"],
  vpcEndpointId: ["vpceid", "identityvpceid"],
  apiKeyId: ["apikeyid", "identityapikeyid"],
  certificateSubject: ["identityclientcertsubjectdn", "clientcertsubjectdn"],
  certificateIssuer: ["identityclientcertissuerdn", "clientcertissuerdn"],
  certificateSerial: ["identityclientcertserialnumber", "clientcertserialnumber"],
  connectionId: ["connectionid"],
  eventType: ["eventtype"],
  messageDirection: ["messagedirection"],
  disconnectReason: ["disconnectreason"],
  xrayTraceId: ["xraytraceid"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ContextName = keyof typeof aliases;

const nameByAlias: ReadonlyMap<string, ContextName> = new Map(
  // `Object.entries` forgets the names' type.
  (Object.entries(aliases) as [ContextName, readonly string[]][]).flatMap(([name, plain]) =>
    plain.map((alias) => [alias, name] as const),
  ),
);

/** What one request's record says. */
export interface AccessContext {
  readonly values: ReadonlyMap<ContextName, string>;
  /** The others, by the path of their names. */
  readonly others: Readonly<Record<string, string>>;
}

/** Variables that no other log has; a record has at least one of them. */
const ownNames: readonly ContextName[] = [
  "apiId",
  "connectionId",
  "extendedRequestId",
  "integrationLatency",
  "requestTimeEpoch",
  "resourcePath",
  "responseLength",
  "routeKey",
];

/** Variables that together with those are a request's. */
const requestNames: readonly ContextName[] = [
  ...ownNames,
  "domainName",
  "eventType",
  "httpMethod",
  "protocol",
  "requestTime",
  "stage",
];
const enoughRequestNames = 3;

/** Reads a record in JSON; `undefined` for one that is not of a request to an API. */
export function accessContext(value: unknown): AccessContext | undefined {
  const record = asRecord(value);
  return record === undefined ? undefined : contextOf(record);
}

/** Reads names and values, whatever they were written in. */
export function contextOf(record: JsonObject): AccessContext | undefined {
  const values = new Map<ContextName, string>();
  const others = new Map<string, string>();
  for (const [path, value] of leaves(record)) {
    const plain = plainName(path.join("")).replace(/^context/, "");
    const name = nameByAlias.get(plain);
    if (name !== undefined && !values.has(name)) values.set(name, value);
    else others.set(path.join("_"), value);
  }
  const isRequest = values.has("requestId") || values.has("extendedRequestId");
  const isOwn = ownNames.some((name) => values.has(name));
  const isWhole = requestNames.filter((name) => values.has(name)).length >= enoughRequestNames;
  const hasClient = values.has("sourceIp") || values.has("connectionId");
  if (!isRequest || !isOwn || !isWhole || !hasClient) return undefined;
  return { values, others: Object.fromEntries(others) };
}

/** The texts of an object, and of the objects in it as deep as `$context` goes. */
function* leaves(record: JsonObject, path: readonly string[] = []): Generator<[readonly string[], string]> {
  for (const [name, value] of Object.entries(record)) {
    const nested = asRecord(value);
    if (nested !== undefined && path.length < 3) yield* leaves(nested, [...path, name]);
    const found = text(value);
    if (found !== undefined) yield [[...path, name], found];
  }
}
