import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import { zipSync } from "fflate";
import { isObject, signatureOf } from "./properties";

/** Date of every zip entry, so that equal content gives equal bytes: the first that the format can hold. */
const ENTRY_DATE = new Date(1980, 0, 1);

/** The zip file of an archive property of Lambda code. A `.zip` file is taken as it is, folders and assets are packed. */
export function zipOf(archive: unknown): Uint8Array {
  if (!isObject(archive)) throw new Error(`The code must be an archive, not ${JSON.stringify(archive)}.`);
  if (typeof archive.path === "string" && !statSync(archive.path).isDirectory()) {
    if (archive.path.endsWith(".zip")) return readFileSync(archive.path);
    throw new Error(`The code file "${archive.path}" is no .zip file; Lambda takes nothing else.`);
  }
  const files: Record<string, Uint8Array> = {};
  collect(archive, "", files);
  const names = Object.keys(files).sort();
  return zipSync(Object.fromEntries(names.map((name) => [name, files[name] ?? new Uint8Array()])), {
    mtime: ENTRY_DATE,
  });
}

function collect(value: unknown, name: string, files: Record<string, Uint8Array>): void {
  const signature = signatureOf(value);
  if (!isObject(value) || (signature !== rpc.specialAssetSig && signature !== rpc.specialArchiveSig)) {
    throw new Error(`"${name}" in the code is neither an asset nor an archive.`);
  }
  if (isObject(value.assets)) {
    for (const [entry, item] of Object.entries(value.assets)) collect(item, joined(name, entry), files);
  } else if (typeof value.text === "string") {
    files[name] = Buffer.from(value.text);
  } else if (typeof value.path === "string" && signature === rpc.specialAssetSig) {
    files[name] = readFileSync(value.path);
  } else if (typeof value.path === "string") {
    collectFolder(value.path, name, files);
  } else {
    throw new Error(`"${name}" in the code is a remote asset; the local stage downloads nothing. Use a file.`);
  }
}

function collectFolder(folder: string, name: string, files: Record<string, Uint8Array>): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) collectFolder(path, joined(name, entry.name), files);
    else files[joined(name, entry.name)] = readFileSync(path);
  }
}

function joined(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
