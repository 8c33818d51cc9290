import { asArray, flag, integer, list, nonEmpty, text } from "../../functions/shared/values";
import { type LogMapper, outcome } from "./log-mapper";
import { field, timeOf } from "./record";

export const ssl: LogMapper = {
  fields: [
    ...["version", "cipher", "curve", "server_name", "resumed", "established", "next_protocol", "subject", "issuer"],
    ...["client_subject", "client_issuer", "ja3", "ja3s"],
  ],
  map: (record) => {
    const [, protocol, version] = /^(TLS|SSL|DTLS)v(\d+)$/.exec(text(record.version) ?? "") ?? [];
    return {
      event: { category: ["network"], type: ["connection", "protocol"], outcome: outcome(flag(record.established)) },
      tls: nonEmpty({
        version: version === undefined ? text(record.version) : version.split("").join("."),
        version_protocol: protocol?.toLowerCase(),
        cipher: text(record.cipher),
        curve: text(record.curve),
        established: flag(record.established),
        resumed: flag(record.resumed),
        next_protocol: text(record.next_protocol),
        client: nonEmpty({
          server_name: text(record.server_name),
          ja3: text(record.ja3),
          subject: text(record.client_subject),
          issuer: text(record.client_issuer),
        }),
        server: nonEmpty({ ja3s: text(record.ja3s), subject: text(record.subject), issuer: text(record.issuer) }),
      }),
      network: { protocol: "tls" },
    };
  },
};

export const x509: LogMapper = {
  fields: [
    ...["certificate", "fingerprint", "san.dns", "certificate.version", "certificate.serial", "certificate.subject"],
    ...["certificate.issuer", "certificate.not_valid_before", "certificate.not_valid_after", "certificate.key_alg"],
    ...["certificate.sig_alg", "certificate.key_length", "certificate.curve", "certificate.exponent"],
  ],
  map: (record) => {
    const of = (name: string): unknown => field(record, `certificate.${name}`);
    const fingerprint = text(record.fingerprint);
    return {
      event: { category: ["network"], type: ["info"], outcome: "unknown" },
      file: nonEmpty({
        hash: nonEmpty({
          sha256: fingerprint?.length === 64 ? fingerprint : undefined,
          sha1: fingerprint?.length === 40 ? fingerprint : undefined,
        }),
        x509: nonEmpty({
          version_number: text(of("version")),
          serial_number: text(of("serial")),
          subject: nonEmpty({ distinguished_name: text(of("subject")) }),
          issuer: nonEmpty({ distinguished_name: text(of("issuer")) }),
          not_before: timeOf(of("not_valid_before")),
          not_after: timeOf(of("not_valid_after")),
          public_key_algorithm: text(of("key_alg")),
          public_key_size: integer(of("key_length")),
          public_key_curve: text(of("curve")),
          public_key_exponent: integer(of("exponent")),
          signature_algorithm: text(of("sig_alg")),
          alternative_names: list(asArray(field(record, "san.dns"))),
        }),
      }),
    };
  },
};
