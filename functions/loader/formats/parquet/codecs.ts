import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { Damage } from "../../readers/damage";
import { decompressLz4Block } from "../../readers/lz4-block";
import { decompressSnappyBlock } from "../../readers/snappy-block";
import { unzstdSync } from "../../readers/zstd";

/** Pages have about 1 MB; one of more than this is not brought into memory. */
const maximumPageBytes = 64 * 1024 * 1024;

type Decompress = (compressed: Uint8Array, size: number) => Uint8Array;

const codecs: Readonly<Partial<Record<string, Decompress>>> = {
  UNCOMPRESSED: (bytes) => bytes,
  SNAPPY: (bytes, size) => decompressSnappyBlock(bytes, size),
  GZIP: (bytes, size) => gunzipSync(bytes, { maxOutputLength: size }),
  BROTLI: (bytes, size) => brotliDecompressSync(bytes, { maxOutputLength: size }),
  ZSTD: unzstdSync,
  LZ4: readHadoopLz4,
  LZ4_RAW: readLz4,
};

/** Decompresses a page, into memory of its own. */
export function decompressPage(codec: string, compressed: Uint8Array, size: number): Uint8Array {
  if (size < 0 || size > maximumPageBytes) throw new Damage(`a page of ${size} bytes`);
  // Values that are all missing: some writers compress nothing, some write nothing.
  if (size === 0) return new Uint8Array(0);
  const decompress = codecs[codec];
  if (decompress === undefined) throw new Damage(`pages compressed with ${codec} cannot be read`);
  const page = decompress(compressed, size);
  if (page.length !== size) throw new Damage(`a page has ${page.length} bytes instead of ${size}`);
  // Values are read through views, which must not reach into what else is in the same memory.
  return page.length === page.buffer.byteLength ? page : new Uint8Array(page);
}

function readLz4(bytes: Uint8Array, size: number): Uint8Array {
  const output = new Uint8Array(size);
  return output.subarray(0, decompressLz4Block(bytes, output));
}

/** Blocks behind their two sizes, as Hadoop writes them; other writers leave those out. */
function readHadoopLz4(bytes: Uint8Array, size: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const output = new Uint8Array(size);
  let end = 0;
  for (let at = 0; at < bytes.length; ) {
    const stored = at + 8 <= bytes.length ? view.getUint32(at + 4) : Number.POSITIVE_INFINITY;
    if (at + 8 + stored > bytes.length) return readLz4(bytes, size);
    const blockEnd = end + view.getUint32(at);
    if (blockEnd > size) return readLz4(bytes, size);
    end = decompressLz4Block(bytes.subarray(at + 8, at + 8 + stored), output, end);
    if (end !== blockEnd) return readLz4(bytes, size);
    at += 8 + stored;
  }
  return output.subarray(0, end);
}
