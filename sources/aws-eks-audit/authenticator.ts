import type { EcsDocument } from "../../functions/shared/ecs";
import { lookup } from "../../functions/shared/lookup";
import { splitAuthority } from "../../functions/shared/network/request-line";
import { parseLogfmt } from "../../functions/shared/text/logfmt";
import { ipAddress, isoTime, list, nonEmpty, text } from "../../functions/shared/values";

const outcomes: Readonly<Record<string, string>> = { "access granted": "success", "access denied": "failure" };

/** A line of aws-iam-authenticator: which AWS principal became which Kubernetes user. */
export function mapAuthenticator(line: string): EcsDocument {
  const pairs = parseLogfmt(line);
  const value = (name: string): string | undefined => text(pairs.get(name));
  const said = value("msg");
  const outcome = lookup(outcomes, said);
  const arn = value("arn") ?? value("role") ?? value("user");
  const client = splitAuthority(value("client") ?? "");
  const clientIp = ipAddress(client.domain?.replace(/^\[|\]$/g, ""));
  const groups = value("groups")
    ?.replace(/^\[|\]$/g, "")
    .split(/[ ,]+/);
  const session = value("session") ?? sessionOf(arn);
  return {
    "@timestamp": isoTime(value("time")),
    event: {
      category: ["authentication"],
      type: [outcome === undefined ? "info" : "start"],
      action: outcome === undefined ? "log" : said,
      outcome: outcome ?? "unknown",
      reason: value("error"),
    },
    message: said ?? text(line),
    log: nonEmpty({ level: value("level") }),
    source: nonEmpty({ ip: clientIp, address: clientIp === undefined ? client.domain : undefined, port: client.port }),
    // Other lines tell of users as they are configured.
    user: nonEmpty({
      name: outcome === undefined ? undefined : value("username"),
      id: value("uid") ?? value("userid"),
      target: outcome === undefined ? nonEmpty({ name: value("username") }) : undefined,
    }),
    url: nonEmpty({ path: value("path") }),
    http: value("method") === undefined ? undefined : { request: { method: value("method") } },
    related: nonEmpty({ user: list(session) }),
    aws: nonEmpty({
      eks_audit: nonEmpty({
        user: nonEmpty({ arn, session_name: session, groups: list(...(groups ?? [])) }),
        sts: value("sts"),
      }),
    }),
  };
}

/** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION` */
function sessionOf(arn: string | undefined): string | undefined {
  const [kind, , session] = arn?.split(":")[5]?.split("/") ?? [];
  return kind === "assumed-role" ? text(session) : undefined;
}
