import { type AccessLineLayout, splitAccessLine } from "../../functions/loader/formats/elb/line";
import { SpaceDelimitedLine, words } from "../../functions/shared/text/space-delimited";

/** The three logs of a load balancer; each has its own files, and their lines differ in shape. */
export type AlbLogType = "access" | "connection" | "health-check";

/** First column of access and health check lines: what was spoken, `lambda` for checks of functions. */
const requestTypes: ReadonlySet<string> = new Set(["http", "https", "h2", "grpc", "grpcs", "ws", "wss", "lambda"]);
const healthStatuses: ReadonlySet<string> = new Set(["PASS", "FAIL"]);

/** Which log this line is of, whatever its time looks like; `undefined` for lines of anything else. */
export function albLogType(line: string): AlbLogType | undefined {
  const [first = "", second = "", third = "", fourth = "", , sixth = ""] = words(line, 6);
  if (requestTypes.has(first)) {
    if (/^[a-z]+\/[^/]+\/[^/]+$/.test(third) && (fourth === "-" || /[.:]/.test(fourth))) return "access";
    if (healthStatuses.has(sixth)) return "health-check";
    return undefined;
  }
  // A Classic Load Balancer's lines start with a time too, but go on with a name and `address:port`.
  return first.charAt(10) === "T" && isAddress(second) && isPort(third) && isPort(fourth) ? "connection" : undefined;
}

function isAddress(field: string): boolean {
  return /^[0-9a-fA-F.:]{2,45}$/.test(field);
}

function isPort(field: string): boolean {
  return /^\d{1,5}$/.test(field);
}

/** Cipher, protocol and target group follow the user agent. */
const accessLineLayout: AccessLineLayout = {
  columnsBeforeRequest: 12,
  afterUserAgent: /^ [A-Za-z0-9_-]+ (?:-|TLSv[0-9.]+|SSLv[0-9.]+) (?:-|arn:[^ "]*)(?: "|$)/,
};

/**
 * The columns of an access log line, in AWS's order.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-format
 */
export function splitAlbAccessLine(text: string): readonly (string | undefined)[] {
  return splitAccessLine(text, accessLineLayout);
}

/** The columns of a connection or health check log line. */
export function splitPlainLine(text: string): readonly string[] {
  return new SpaceDelimitedLine(text).remaining();
}
