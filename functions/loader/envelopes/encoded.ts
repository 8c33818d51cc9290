import { gunzipSync } from "node:zlib";
import { defaultLimits } from "../../shared/limits";
import { parseJsonText } from "./json-text";

/** As of an object by default: what becomes more times as large, or larger than a record, is no log. */
const { expansionRatio: maximumExpansion, recordBytes: maximumRecordBytes } = defaultLimits;

/** What may still become of the compressed texts of one record, which are all in memory at once. */
export interface Expandable {
  bytes: number;
}

const shortest = 8;
const base64Pattern = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * What Base64 of a record holds, as Kinesis and CloudWatch Logs hand it to functions: a JSON value, texts of lines, or
 * either of them in gzip; nothing for any other text, or for one that decompresses to more than a record may have, or than
 * is left.
 */
export function decodedValue(text: string, left: Expandable): unknown {
  if (text.length < shortest || text.length % 4 !== 0 || text.length > maximumRecordBytes) return undefined;
  // Most texts are told from Base64 by their first characters.
  if (!base64Pattern.test(text.slice(0, 64).replace(/=+$/, "")) || !base64Pattern.test(text)) return undefined;
  const bytes = decompressed(Buffer.from(text, "base64"), left);
  if (bytes === undefined || bytes.length === 0) return undefined;
  const decoded = bytes.toString("utf8");
  // Bytes of anything else, such as an image, or records that a producer's library packed together.
  if (decoded.includes("\u0000") || decoded.includes("\ufffd")) return undefined;
  const value = parseJsonText(decoded);
  if (typeof value !== "string") return value;
  return value
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map(parseJsonText);
}

function decompressed(bytes: Buffer, left: Expandable): Buffer | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const most = Math.min(maximumRecordBytes, bytes.length * maximumExpansion, left.bytes);
    const expanded = gunzipSync(bytes, { maxOutputLength: most });
    left.bytes -= expanded.length;
    return expanded;
  } catch {
    // Damaged, or too large.
    return undefined;
  }
}
