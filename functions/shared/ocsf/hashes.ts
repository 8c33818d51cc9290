import { lookup } from "../lookup";
import { records } from "../records";
import { asRecord, type JsonObject, list, nonEmpty, text } from "../values";

const algorithms: Readonly<Record<string, string>> = {
  1: "md5",
  2: "sha1",
  3: "sha256",
  4: "sha512",
  md5: "md5",
  sha1: "sha1",
  "sha-1": "sha1",
  sha256: "sha256",
  "sha-256": "sha256",
  sha512: "sha512",
  "sha-512": "sha512",
};

/** ECS `hash` of a list of fingerprints. @see https://schema.ocsf.io/1.5.0/objects/fingerprint */
export function hashesOf(value: unknown): Readonly<Record<string, string>> | undefined {
  const hashes: Record<string, string> = {};
  for (const one of records(value)) {
    const name = lookup(algorithms, text(one.algorithm_id)) ?? lookup(algorithms, text(one.algorithm)?.toLowerCase());
    const hash = text(one.value);
    if (name !== undefined && hash !== undefined) hashes[name] ??= hash;
  }
  return nonEmpty(hashes);
}

/** All hashes of files, programs and certificates in an event, for `related.hash`. */
export function allHashes(event: JsonObject): readonly string[] | undefined {
  const acting = asRecord(asRecord(event.actor)?.process);
  const process = asRecord(event.process);
  const processes = [process, asRecord(process?.parent_process), acting, asRecord(acting?.parent_process)];
  const files = [asRecord(event.file), ...processes.map((one) => asRecord(one?.file))];
  const certificate = asRecord(asRecord(event.tls)?.certificate);
  const found = [...files.map((file) => hashesOf(file?.hashes)), hashesOf(certificate?.fingerprints)];
  return list(found.flatMap((hashes) => Object.values(hashes ?? {})));
}
