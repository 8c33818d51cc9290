import type { EcsDocument } from "../ecs";
import { asArray, asRecord, flag, isoTime, type JsonObject, list, nonEmpty, text } from "../values";

type Tls = NonNullable<EcsDocument["tls"]>;

/** Members of `tls` that ECS holds. */
export const tlsMembers = [
  ...[
    "subject",
    "issuer",
    "issuerdn",
    "serial",
    "fingerprint",
    "sni",
    "version",
    "notbefore",
    "notafter",
    "ja3",
    "ja3s",
  ],
  ...["session_resumed", "certificate", "chain", "subjectaltname"],
];

/** A handshake, of TLS or, with fewer members, of QUIC. `sni` is in the event itself in AWS's TLS inspection logs. */
export function eveTls(tls: JsonObject, sni?: unknown): Tls | undefined {
  const version = tlsVersion(text(tls.version));
  const fingerprint = text(tls.fingerprint)?.replaceAll(":", "").toUpperCase();
  return nonEmpty({
    ...version,
    resumed: flag(tls.session_resumed),
    client: nonEmpty({ server_name: text(tls.sni) ?? text(sni), ja3: fingerprintHash(tls.ja3) }),
    server: nonEmpty({
      subject: text(tls.subject),
      issuer: text(tls.issuerdn) ?? text(tls.issuer),
      not_before: isoTime(tls.notbefore),
      not_after: isoTime(tls.notafter),
      ja3s: fingerprintHash(tls.ja3s),
      hash: fingerprint !== undefined && /^[0-9A-F]{40}$/.test(fingerprint) ? { sha1: fingerprint } : undefined,
      certificate: text(tls.certificate),
      certificate_chain: list(...asArray(tls.chain)),
      x509: nonEmpty({
        serial_number: text(tls.serial)?.replaceAll(":", "").toUpperCase(),
        alternative_names: list(...asArray(tls.subjectaltname)),
      }),
    }),
  });
}

/** `{"hash": ..., "string": ...}`, of QUIC sometimes the hash alone. */
function fingerprintHash(value: unknown): string | undefined {
  return text(asRecord(value)?.hash ?? value);
}

/** `TLS 1.2` and `TLSv1.2`; `UNDETERMINED` where no handshake was seen. */
function tlsVersion(version: string | undefined): { version?: string | undefined; version_protocol?: string } {
  const match = /^(TLS|SSL)[ v]*(\d(?:\.\d)?)$/i.exec(version ?? "");
  return match === null ? {} : { version: match[2], version_protocol: match[1]?.toLowerCase() ?? "tls" };
}
