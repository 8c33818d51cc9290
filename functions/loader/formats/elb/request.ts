import type { EcsDocument } from "../../../shared/ecs";
import { requestedUrl } from "../../../shared/network/connect-request";
import { parseRequestLine } from "../../../shared/network/request-line";
import { decimal, integer, nonEmpty, text } from "../../../shared/values";

/** The columns that say what was asked and answered. */
export interface RequestColumns {
  readonly request: string | undefined;
  readonly userAgent: string | undefined;
  readonly statusCode: string | undefined;
  readonly receivedBytes: string | undefined;
  readonly sentBytes: string | undefined;
}

/** The request and its answer, in ECS. */
export function requestFields(columns: RequestColumns): Pick<EcsDocument, "http" | "url" | "user_agent"> {
  const request = parseRequestLine(withoutDanglingDash(columns.request));
  return {
    http: nonEmpty({
      version: request.version,
      request: nonEmpty({ method: request.method, bytes: integer(columns.receivedBytes) }),
      response: nonEmpty({ status_code: integer(columns.statusCode), bytes: integer(columns.sentBytes) }),
    }),
    url: requestedUrl(request),
    user_agent: nonEmpty({ original: text(columns.userAgent) }),
  };
}

/** A request without a URL is logged as `- http://host:80- -`: the dash is no part of the URL. */
function withoutDanglingDash(request: string | undefined): string | undefined {
  return request?.startsWith("- ") !== true ? request : request.replace(/^(- .*:\d+)- -$/, "$1 -");
}

/** Seconds; -1 says that the load balancer did not get that far. */
export function processingTime(field: string | undefined): number | undefined {
  const seconds = decimal(field);
  return seconds === undefined || seconds < 0 ? undefined : seconds;
}

/** `success` below 400. */
export function outcomeOf(status: number | undefined): "success" | "failure" | "unknown" {
  return status === undefined ? "unknown" : status < 400 ? "success" : "failure";
}
