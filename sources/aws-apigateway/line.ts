import { isApiGatewayRequestId } from "../../functions/loader/formats/common-log/variants";
import { type AccessContext, contextOf } from "./context";

/** `caller user [requestTime]`, with a space or none before the quote. */
const clfStart = /^([^ "<{]+) ([^ "]+) ([^["]{1,200}) \[([^\]]{20,30})\] ?"/;
/** `" status responseLength requestId extendedRequestId`; of WebSocket APIs without a length, of REST APIs since 2024 with both ids. */
const clfEnd = /" (\d{3}|-)(?: (\d{1,12}|-))? ([A-Za-z0-9=_-]{8,80})(?: ([A-Za-z0-9=_-]{8,80}))?$/;
const longestEnd = 200;

/** What the console offers for CSV, in its order. */
const csvNames = [
  "sourceIp",
  "caller",
  "user",
  "requestTime",
  "httpMethod",
  "resourcePath",
  "protocol",
  "status",
  "responseLength",
  "requestId",
  "extendedRequestId",
] as const;

const commonLogTime = /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}$/;

/** Reads a line in one of the console's formats that are no JSON: CLF, CSV or XML; `undefined` for any other. */
export function accessLine(line: string): AccessContext | undefined {
  const text = line.trimEnd();
  return text.startsWith("<request ") ? fromXml(text) : (fromClf(text) ?? fromCsv(text));
}

function fromClf(line: string): AccessContext | undefined {
  const start = clfStart.exec(line);
  const end = start === null ? null : clfEnd.exec(line.slice(-longestEnd));
  if (start === null || end === null || !commonLogTime.test(start[4] ?? "")) return undefined;
  const [whole, sourceIp, caller, user, requestTime] = start;
  const [tail, status, responseLength, requestId, extendedRequestId] = end;
  const request = line.slice(whole.length, line.length - tail.length);
  const afterBracket = line.charAt(whole.length - 2) === "]";
  // With a space it may be any server's line; those have no id, or a user agent, behind the length.
  if (!afterBracket && !isApiGatewayRequestId(requestId)) return undefined;
  const [method, ...rest] = request.split(" ");
  const last = rest.pop();
  const isWebSocket = responseLength === undefined;
  const path = rest.join(" ");
  return contextOf({
    sourceIp,
    caller,
    user,
    requestTime,
    status,
    responseLength,
    requestId,
    extendedRequestId,
    ...(isWebSocket
      ? { eventType: method, routeKey: path, connectionId: last }
      : { httpMethod: method, [path.startsWith("/") ? "resourcePath" : "routeKey"]: path, protocol: last }),
  });
}

function fromCsv(line: string): AccessContext | undefined {
  const values = line.split(",");
  if (values.length < csvNames.length - 1 || !commonLogTime.test(values[3] ?? "")) return undefined;
  // Only the path may have commas.
  const behind = values.length >= csvNames.length && isApiGatewayRequestId(values.at(-2)) ? 5 : 4;
  const front = values.slice(0, 5);
  const back = values.slice(-behind);
  const columns = [...front, values.slice(5, -behind).join(","), ...back];
  return contextOf(Object.fromEntries(csvNames.map((name, column) => [name, columns[column]])));
}

function fromXml(line: string): AccessContext | undefined {
  const requestId = /^<request id="([^"]{1,100})">/.exec(line)?.[1];
  const members = [...line.matchAll(/<([A-Za-z]{2,30})>([^<]*)<\/\1>/g)].map(([, name = "", value = ""]) => [
    name,
    value.trim(),
  ]);
  return requestId === undefined ? undefined : contextOf({ requestId, ...Object.fromEntries(members) });
}
