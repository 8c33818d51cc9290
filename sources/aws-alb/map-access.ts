import type { EcsDocument } from "../../functions/shared/ecs";
import { parseRequestLine } from "../../functions/shared/request-line";
import { decimal, integer, isoTime, list, nonEmpty, text } from "../../functions/shared/values";
import { splitAccessLine } from "./lines";
import { type AddressAndPort, splitAddress, tlsVersion } from "./parts";

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-syntax */
export function mapAccessLine(line: string): EcsDocument {
  const [
    type,
    time,
    name,
    clientField,
    targetField,
    requestProcessingTime,
    targetProcessingTime,
    responseProcessingTime,
    statusCode,
    targetStatusCode,
    receivedBytes,
    sentBytes,
    requestField,
    userAgent,
    cipher,
    protocol,
    targetGroupArn,
    traceId,
    serverName,
    certificateArn,
    rulePriority,
    creationTime,
    actionsExecuted,
    redirectUrl,
    errorReason,
    targetList,
    targetStatusCodeList,
    classification,
    classificationReason,
    connectionTraceId,
    transformedHost,
    transformedUri,
    transformStatus,
    ...more
  ] = splitAccessLine(line);

  const client = splitAddress(clientField);
  const target = splitAddress(targetField);
  const request = parseRequestLine(withoutDanglingDash(requestField));
  const status = integer(statusCode);
  const version = tlsVersion(protocol);
  const actions = list(text(actionsExecuted)?.split(","));
  const [, , , arnRegion, arnAccount] = text(targetGroupArn)?.split(":") ?? [];

  return {
    "@timestamp": isoTime(time),
    event: {
      category: ["web"],
      type: ["access"],
      // The last action decided what became of the request; none was taken on a malformed one.
      action: actions?.at(-1) ?? "request",
      outcome: status === undefined ? "unknown" : status < 400 ? "success" : "failure",
      reason: text(errorReason),
      start: isoTime(creationTime),
    },
    cloud: {
      account: /^\d{12}$/.test(arnAccount ?? "") ? { id: arnAccount } : undefined,
      region: text(arnRegion),
      service: { name: "elasticloadbalancing" },
    },
    source: nonEmpty({ ip: client.ip, address: client.address, port: client.port }),
    http: nonEmpty({
      version: request.version,
      request: nonEmpty({ method: request.method, bytes: integer(receivedBytes) }),
      response: nonEmpty({ status_code: status, bytes: integer(sentBytes) }),
    }),
    url: request.url,
    user_agent: nonEmpty({ original: text(userAgent) }),
    tls: nonEmpty({
      version,
      cipher: text(cipher),
      client: nonEmpty({ server_name: text(serverName) }),
    }),
    related: nonEmpty({ ip: list(target.ip) }),
    aws: {
      alb: {
        log_type: "access",
        type: text(type),
        name: text(name),
        target_ip: target.ip,
        target_address: target.address,
        target_port: target.port,
        processing_seconds: nonEmpty({
          request: processingTime(requestProcessingTime),
          target: processingTime(targetProcessingTime),
          response: processingTime(responseProcessingTime),
        }),
        target_status_code: integer(targetStatusCode),
        target_group_arn: text(targetGroupArn),
        trace_id: text(traceId),
        chosen_cert_arn: text(certificateArn),
        matched_rule_priority: integer(rulePriority),
        actions_executed: actions,
        redirect_url: text(redirectUrl),
        ...otherTargets(targetList, target, targetStatusCodeList, targetStatusCode),
        classification: text(classification),
        classification_reason: text(classificationReason),
        conn_trace_id: text(connectionTraceId),
        transformed_host: text(transformedHost),
        transformed_uri: text(transformedUri),
        request_transform_status: text(transformStatus),
        // Columns that AWS added since.
        additional_fields: list(more),
      },
    },
  };
}

/** A request without a URL is logged as `- http://host:80- -`: the dash is no part of the URL. */
function withoutDanglingDash(request: string | undefined): string | undefined {
  return request?.replace(/^(- .*:\d+)- -$/, "$1 -");
}

/** Seconds; -1 says that the load balancer did not get that far. */
function processingTime(field: string | undefined): number | undefined {
  const seconds = decimal(field);
  return seconds === undefined || seconds < 0 ? undefined : seconds;
}

/** The lists of targets and their status codes, where they say more than the single columns. */
function otherTargets(
  targets: string | undefined,
  { ip, address, port }: AddressAndPort,
  statusCodes: string | undefined,
  statusCode: string | undefined,
): { target_list?: string[] | undefined; target_status_code_list?: number[] | undefined } {
  const single = `${ip?.includes(":") ? `[${ip}]` : (ip ?? address ?? "-")}${port === undefined ? "" : `:${port}`}`;
  const codes = list(statusCodes?.split(" "))?.flatMap((code) => integer(code) ?? []);
  return {
    target_list: targets === single ? undefined : list(targets?.split(" ")),
    target_status_code_list: statusCodes === statusCode || codes?.length === 0 ? undefined : codes,
  };
}
