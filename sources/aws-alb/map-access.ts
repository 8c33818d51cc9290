import { outcomeOf, processingTime, requestFields } from "../../functions/loader/formats/elb/request";
import { awsAccount } from "../../functions/shared/aws/aws-account";
import type { EcsDocument } from "../../functions/shared/ecs";
import { addressWithPort, type Endpoint } from "../../functions/shared/network/endpoint";
import { tlsProtocol } from "../../functions/shared/network/tls";
import { urlWithoutSecrets } from "../../functions/shared/secrets/url-secrets";
import { integer, isoTime, list, nonEmpty, text } from "../../functions/shared/values";

/** Number of columns that the documentation names. */
const namedColumns = 33;

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-syntax */
export function mapAccessColumns(columns: readonly (string | undefined)[]): EcsDocument {
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
    request,
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
  ] = columns;

  const client = addressWithPort(clientField, { portAlways: true });
  const target = addressWithPort(targetField, { portAlways: true });
  const status = integer(statusCode);
  const tls = tlsProtocol(protocol);
  const actions = list(text(actionsExecuted)?.split(","));
  const [, , , arnRegion, arnAccount] = text(targetGroupArn)?.split(":", 5) ?? [];
  const { http, url, user_agent } = requestFields({ request, userAgent, statusCode, receivedBytes, sentBytes });

  return {
    "@timestamp": isoTime(time),
    event: {
      category: ["web"],
      type: ["access"],
      // The last action decided what became of the request; none was taken on a malformed one.
      action: actions?.at(-1) ?? "request",
      outcome: outcomeOf(status),
      reason: text(errorReason),
      start: isoTime(creationTime),
    },
    cloud: {
      account: awsAccount(arnAccount),
      region: text(arnRegion),
      service: { name: "elasticloadbalancing" },
    },
    source: nonEmpty({ ip: client.ip, address: client.address, port: client.port }),
    http,
    url,
    user_agent,
    tls: nonEmpty({
      version: tls.version,
      version_protocol: tls.version_protocol,
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
        redirect_url: urlWithoutSecrets(text(redirectUrl)),
        target_list: otherTargets(targetList, target),
        target_status_code_list: otherStatusCodes(targetStatusCodeList, targetStatusCode),
        classification: text(classification),
        classification_reason: text(classificationReason),
        conn_trace_id: text(connectionTraceId),
        transformed_host: text(transformedHost),
        transformed_uri: urlWithoutSecrets(text(transformedUri)),
        request_transform_status: text(transformStatus),
        // Columns that AWS added since.
        additional_fields: columns.length > namedColumns ? list(columns.slice(namedColumns)) : undefined,
      },
    },
  };
}

/** The list of targets, where it says more than the single column. */
function otherTargets(targets: string | undefined, { ip, address, port }: Endpoint): string[] | undefined {
  if (targets === undefined || targets === "-") return undefined;
  const host = ip?.includes(":") ? `[${ip}]` : (ip ?? address ?? "-");
  return targets === (port === undefined ? host : `${host}:${port}`) ? undefined : list(targets.split(" "));
}

/** The list of their status codes, where it says more than the single column. */
function otherStatusCodes(statusCodes: string | undefined, single: string | undefined): number[] | undefined {
  if (statusCodes === undefined || statusCodes === "-" || statusCodes === single) return undefined;
  const codes = list(statusCodes.split(" "))?.flatMap((code) => integer(code) ?? []);
  return codes?.length === 0 ? undefined : codes;
}
