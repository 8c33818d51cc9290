import { SiemError } from "../shared/errors";
import { asRecord, text } from "../shared/values";

/** A request that is answered with an error. Its message is shown to who asks: it holds nothing of the object. */
export class Refusal extends SiemError {
  override readonly name = "Refusal";

  constructor(
    /** HTTP status, one of those that WriteGetObjectResponse takes. */
    readonly status: number,
    /** As S3 names errors. */
    readonly code: string,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** What S3 Object Lambda asks for. */
export interface ObjectRequest {
  readonly method: "GET" | "HEAD";
  /** Presigned with the permissions of who asks. */
  readonly url: string;
  /** Headers that its signature is made with. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded. */
  readonly key: string;
}

/** Where the answer to a GET goes. */
export interface OutputPlace {
  readonly route: string;
  readonly token: string;
}

/** Where an event wants its answer; undefined for those that take it as the function's result. */
export function outputPlace(event: unknown): OutputPlace | undefined {
  const context = asRecord(asRecord(event)?.getObjectContext);
  const route = text(context?.outputRoute);
  const token = text(context?.outputToken);
  return route === undefined || token === undefined ? undefined : { route, token };
}

/**
 * Reads the event of a GetObject or HeadObject request.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/olap-event-context.html
 * @param accessPointArn that requests must come through: whoever may call the function could send events of his own.
 * @throws Refusal
 */
export function parseRequest(event: unknown, accessPointArn: string): ObjectRequest {
  const members = asRecord(event);
  const get = asRecord(members?.getObjectContext);
  const url = text((get ?? asRecord(members?.headObjectContext))?.inputS3Url);
  if (url === undefined || text(asRecord(members?.configuration)?.accessPointArn) !== accessPointArn) {
    throw new Refusal(
      403,
      "AccessDenied",
      "This function answers GetObject and HeadObject of its own access point only",
    );
  }
  const { protocol, hostname, pathname, searchParams } = parsedUrl(url);
  if (protocol !== "https:" || !isS3(hostname)) {
    throw new Refusal(403, "AccessDenied", "This function reads objects from S3 only");
  }
  const request = asRecord(members?.userRequest);
  const given = headersOf(asRecord(request?.headers));
  refuseParts(given, text(request?.url) ?? "");
  const signed = (searchParams.get("X-Amz-SignedHeaders") ?? "").split(";").filter((name) => name !== "host");
  const headers = signed.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const]));
  return {
    method: get === undefined ? "HEAD" : "GET",
    url,
    headers: Object.fromEntries(headers),
    key: decodeURIComponent(pathname.slice(1)),
  };
}

/** Such as `shop-original-111122223333.s3-accesspoint.eu-west-1.amazonaws.com`. */
function isS3(hostname: string): boolean {
  const isAws = hostname.endsWith(".amazonaws.com") || hostname.endsWith(".amazonaws.com.cn");
  return isAws && hostname.split(".").some((label) => label === "s3" || label.startsWith("s3-"));
}

/** A part of an object cannot be masked by itself, and masked objects have other lengths. */
function refuseParts(headers: Readonly<Record<string, string>>, url: string): void {
  const parameters = url.includes("?") ? new URLSearchParams(url.slice(url.indexOf("?"))) : new URLSearchParams();
  if (headers.range === undefined && !parameters.has("Range") && !parameters.has("partNumber")) return;
  throw new Refusal(400, "InvalidRequest", "Masked objects are read as a whole: ask without Range and partNumber");
}

function parsedUrl(url: string): URL {
  try {
    return new URL(url);
  } catch (cause) {
    throw new Refusal(403, "AccessDenied", "This function reads objects from S3 only", cause);
  }
}

/** By names in lower case. */
function headersOf(headers: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).flatMap(([name, value]) =>
      typeof value === "string" ? [[name.toLowerCase(), value]] : [],
    ),
  );
}
