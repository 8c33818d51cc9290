import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { ObjectSummary } from "../functions/loader/normalised-object";
import { sources } from "../functions/loader/registry.generated";

/**
 * The least number of records and header lines that a file holds, counted without the loader's code: values of JSON
 * (of a document, its longest array of records), else lines. Undefined where only the loader knows: binary files, XML,
 * records of several lines.
 */
export function independentCount(file: string, { source, outcome }: ObjectSummary): number | undefined {
  if (outcome !== "read") return undefined;
  const text = textOf(file);
  if (text === undefined) return undefined;
  const document = parsed(text);
  if (document !== undefined) return recordsOf(document);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const values = lines.map(parsed);
  if (values.every((value) => value !== undefined)) {
    return values.reduce<number>((sum, value) => sum + recordsOf(value), 0);
  }
  const definition = sources.find(({ id }) => id === source);
  const isLinewise = definition?.format === "lines" && definition.recordStart === undefined;
  return isLinewise && !/^\s*[[{]/.test(text) ? lines.length : undefined;
}

function textOf(file: string): string | undefined {
  const bytes = readFileSync(file);
  const text = unzipped(bytes)?.toString("utf8");
  if (text === undefined) return undefined;
  return text.includes("\u0000") || text.includes("\ufffd") ? undefined : text.replace(/^\ufeff/, "");
}

function unzipped(bytes: Buffer): Buffer | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recordsOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (typeof value !== "object" || value === null) return 1;
  const arrays = Object.entries(value).filter(([name, member]) => Array.isArray(member) && recordArrays.has(name));
  return Math.max(1, ...arrays.map(([, member]) => (member as readonly unknown[]).length));
}

const recordArrays: ReadonlySet<string> = new Set(["Records", "configurationItems", "logEvents"]);
