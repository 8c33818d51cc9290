import { answer, connectionFaults, type Fault, faultTable, type ProxiedRequest } from "./faulty-proxy";

/** The operation of SQS that a request asks for; undefined for one to S3. */
export function sqsOperation({ headers }: ProxiedRequest): string | undefined {
  const target = headers["x-amz-target"];
  return typeof target === "string" ? target.replace("AmazonSQS.", "") : undefined;
}

function sqsError(status: number, type: string, message: string): Fault {
  return () => answer(status, { __type: `com.amazonaws.sqs#${type}`, message });
}

export function s3Error(status: number, code: string, message: string): Fault {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return () => answer(status, body, { "content-type": "application/xml" });
}

/** What S3 may do to a request. Each passes by itself. */
export const s3Faults = faultTable({
  ...connectionFaults,
  SlowDown: s3Error(503, "SlowDown", "Please reduce your request rate."),
  InternalError: s3Error(500, "InternalError", "We encountered an internal error. Please try again."),
  ExpiredToken: s3Error(400, "ExpiredToken", "The provided token has expired."),
  AccessDenied: s3Error(403, "AccessDenied", "Access Denied"),
  KmsThrottling: s3Error(400, "KMS.ThrottlingException", "You have exceeded the rate at which you may call KMS."),
});

/** What SQS may do to a request, of its readers as of the loader. */
export const sqsFaults = faultTable({
  ...connectionFaults,
  ThrottlingException: sqsError(400, "ThrottlingException", "Rate exceeded"),
  ServiceUnavailable: () => answer(503, { message: "Service Unavailable" }),
  ExpiredToken: sqsError(403, "ExpiredTokenException", "The security token included in the request is expired"),
});

/**
 * The body of a request with its waiting times left out: a message that SQS would hide or delay for minutes is there at
 * once.
 */
export function withoutDelay(request: ProxiedRequest): Buffer {
  if (sqsOperation(request) === undefined) return request.body;
  const body = JSON.parse(request.body.toString()) as Record<string, unknown>;
  for (const name of ["VisibilityTimeout", "DelaySeconds"]) if (name in body) body[name] = 0;
  return Buffer.from(JSON.stringify(body));
}
