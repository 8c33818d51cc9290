import type { MappedRecord, RecordMapper } from "../../functions/loader/source";
import { RecordError } from "../../functions/shared/errors";
import { endpointWithPort } from "../../functions/shared/network/endpoint";
import { withoutSqlSecrets } from "../../functions/shared/secrets/sql-secrets";
import { isoTime, nonEmpty, text } from "../../functions/shared/values";
import { readAuditColumns } from "./columns";

/** Time (milli- or microseconds), client, server and connection type. */
export const recordStart =
  /^\d{13,16}, ?[^,\s]{1,128}, ?[^,\s]{1,128}, ?(?:websocket|http_post|http_get|http_put|http_delete|http_head|http_options|bolt), ?/i;

export function isNeptuneRecord(value: unknown): boolean {
  return typeof value === "string" && recordStart.test(value);
}

const requestLine = /\b(GET|POST|PUT|DELETE|HEAD|OPTIONS|PATCH) (\/\S*) HTTP\/(\d(?:\.\d)?)/;
const userAgentPattern = /\bUser-Agent: ?([^\r\n]*?)(?= [A-Za-z][A-Za-z0-9-]{0,63}:(?: |$)|[\r\n]|$)/i;
const credentialHeader =
  /\b((?:Authorization|X-Amz-Security-Token|Cookie): ?)[^\r\n]*?(?= [A-Za-z][A-Za-z0-9-]{0,63}:(?: |$)|[\r\n]|$)/gi;
/** What changes a graph: Gremlin steps, openCypher and SPARQL keywords. */
const changingPayload =
  /\b(?:addV|addE|drop|property|mergeV|mergeE)\s{0,8}\(|\b(?:CREATE|MERGE|DELETE|SET|REMOVE|INSERT|LOAD|CLEAR|DROP)\b/;

export function openNeptuneAudit(): RecordMapper {
  return ({ value, envelope }): MappedRecord => {
    if (typeof value !== "string" || !recordStart.test(value)) {
      throw new RecordError("The record is none of Neptune's audit log: time, client, server, connection type, ...");
    }
    const { time, client, server, connectionType, callerArn, authContext, headers, payload } = readAuditColumns(value);
    const [, method, path, version] = requestLine.exec(headers ?? "") ?? [];
    const [, cluster] = /^\/aws\/neptune\/([^/]+)\//.exec(envelope?.logGroup ?? "") ?? [];
    const question = path?.indexOf("?") ?? -1;
    const arn = known(callerArn);
    return {
      kind: "event",
      document: {
        "@timestamp": isoTime(time),
        event: {
          category: ["database"],
          type: [changingPayload.test(payload ?? "") ? "change" : "access"],
          action: connectionType,
          outcome: "unknown",
        },
        source: endpointWithPort(client),
        destination: endpointWithPort(server),
        user: arn === undefined ? undefined : { name: nameOf(arn) },
        http: nonEmpty({ version, request: nonEmpty({ method }) }),
        url: nonEmpty({
          path: question === -1 ? path : path?.slice(0, question),
          query: question === -1 ? undefined : text(withoutSqlSecrets(path?.slice(question + 1) ?? "")),
        }),
        user_agent: nonEmpty({ original: text(userAgentPattern.exec(headers ?? "")?.[1]) }),
        cloud: { service: { name: "neptune" } },
        aws: nonEmpty({
          neptune_audit: nonEmpty({
            cluster,
            instance: text(envelope?.logStream),
            caller_arn: arn,
            auth_context: known(authContext),
            http_headers: known(headers?.replace(credentialHeader, "$1REDACTED")),
            payload: text(withoutSqlSecrets(payload ?? "")),
          }),
        }),
      },
    };
  };
}

/** `[unknown]` stands for what IAM authentication would tell. */
function known(column: string | undefined): string | undefined {
  return column === "[unknown]" ? undefined : text(column);
}

/** `arn:aws:iam::111122223333:user/app` is `app`; of a role's session it is the session. */
function nameOf(arn: string): string {
  return text(arn.slice(arn.lastIndexOf("/") + 1)) ?? arn;
}
