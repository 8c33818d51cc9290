import { lookup } from "../lookup";
import { records } from "../records";
import { nonEmpty, text } from "../values";

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
