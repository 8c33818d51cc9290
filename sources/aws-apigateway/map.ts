import type { MappedRecord, RawRecord } from "../../functions/loader/source";
import { awsAccount } from "../../functions/shared/aws/aws-account";
import { describeRequester } from "../../functions/shared/aws/requester";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { ipType } from "../../functions/shared/network/network";
import { isSecret } from "../../functions/shared/secrets/secrets";
import { plainName } from "../../functions/shared/text/named-columns";
import { commonLogTime } from "../../functions/shared/time/common-log-time";
import { decimal, integer, ipAddress, isoTime, nonEmpty, text } from "../../functions/shared/values";
import { type AccessContext, accessContext, type ContextName } from "./context";
import { isExecutionLine, isExecutionLog, mapExecutionLine } from "./execution";
import { accessLine } from "./line";

/** Maps a record of an access log, or of an execution log. */
export function mapApiRecord({ value, envelope }: RawRecord): MappedRecord {
  if (typeof value === "string" && (isExecutionLog(envelope) || isExecutionLine(value))) {
    const document = mapExecutionLine(value.trimEnd(), envelope);
    if (document === undefined) throw new RecordError("The line is not of an execution log: (request id) message");
    return { kind: "event", document };
  }
  const context = typeof value === "string" ? accessLine(value) : accessContext(value);
  if (context === undefined) {
    throw new RecordError(
      "The record is no access log: neither JSON with the names of $context variables (requestId, ip, ...) nor CLF, CSV or XML as the console offers them.",
    );
  }
  return { kind: "event", document: mapContext(context) };
}

function mapContext({ values, others }: AccessContext): EcsDocument {
  const read = (name: ContextName): string | undefined => text(values.get(name));
  const client = read("sourceIp");
  const ip = ipAddress(client);
  const status = integer(read("status"));
  const path = read("path");
  const domain = read("domainName");
  const requester = describeRequester(read("userArn"));
  const latency = integer(read("responseLatency"));
  const integrationLatency = decimal(read("integrationLatency"));
  const protocol = read("protocol");
  return {
    "@timestamp": isoTime(integer(read("requestTimeEpoch"))) ?? timeOf(read("requestTime")),
    event: {
      category: ["web"],
      type: ["access"],
      // CONNECT, MESSAGE or DISCONNECT of WebSocket APIs.
      action: read("eventType") ?? "request",
      outcome: status === undefined ? "unknown" : status < 400 ? "success" : "failure",
      reason: read("errorMessage"),
      duration: latency === undefined ? undefined : latency * 1_000_000,
    },
    cloud: {
      account: awsAccount(read("accountId")),
      region: read("region") ?? /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(domain ?? "")?.[1],
      service: { name: "apigateway" },
    },
    source: nonEmpty({ ip, address: ip === undefined ? client : undefined }),
    network: nonEmpty({ type: ipType(ip) }),
    user: nonEmpty({
      name: requester.userName ?? read("user") ?? read("principalId"),
      id: read("subject"),
      email: read("email"),
    }),
    http: nonEmpty({
      version: protocol?.startsWith("HTTP/") ? text(protocol.slice("HTTP/".length)) : undefined,
      request: nonEmpty({ id: read("requestId"), method: read("httpMethod") }),
      response: nonEmpty({
        status_code: status,
        body: nonEmpty({ bytes: integer(read("responseLength")) }),
      }),
    }),
    url: nonEmpty({ domain, path, original: path }),
    user_agent: nonEmpty({ original: read("userAgent") }),
    tls: nonEmpty({
      client: nonEmpty({
        subject: read("certificateSubject"),
        issuer: read("certificateIssuer"),
        x509: nonEmpty({ serial_number: read("certificateSerial") }),
      }),
    }),
    aws: nonEmpty({
      apigateway: nonEmpty({
        api_id: read("apiId"),
        stage: read("stage"),
        resource_path: read("resourcePath"),
        route_key: read("routeKey"),
        extended_request_id: read("extendedRequestId"),
        caller: read("caller"),
        user_arn: read("userArn"),
        session_name: requester.sessionName,
        caller_account_id: read("callerAccountId") ?? requester.accountId,
        principal_id: read("principalId"),
        api_key_id: read("apiKeyId"),
        error_response_type: read("errorResponseType"),
        authorizer_error: read("authorizerError"),
        integration_error: read("integrationError"),
        integration_status: integer(read("integrationStatus")),
        integration_latency_milliseconds: integrationLatency === undefined ? undefined : Math.round(integrationLatency),
        waf_response_code: read("wafResponseCode"),
        web_acl_arn: read("webAclArn"),
        vpc_id: read("vpcId"),
        vpc_endpoint_id: read("vpcEndpointId"),
        connection_id: read("connectionId"),
        message_direction: read("messageDirection"),
        disconnect_reason: read("disconnectReason"),
        xray_trace_id: read("xrayTraceId"),
        context: flatObject(others, { isSecret: isSecretVariable }),
      }),
    }),
  };
}

function timeOf(requestTime: string | undefined): string | undefined {
  return commonLogTime(requestTime) ?? isoTime(requestTime);
}

/** `$context.identity.apiKey` is the key itself. */
function isSecretVariable(name: string): boolean {
  return plainName(name).endsWith("apikey") || isSecret(name);
}
