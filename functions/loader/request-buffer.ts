import type { EcsDocument } from "../shared/ecs";
import { DocumentWriter } from "./document-json";
import { writeBytes, writeEncoded, writeText } from "./write-json";

/** What a bulk request says of a document, and the document: as it is, or in JSON, without line ends. */
export interface RequestLines {
  readonly index: string;
  readonly id: string;
  readonly document: EcsDocument | string;
}

/** The bytes of a document's lines, in a buffer that it may share with those before and behind it. */
export interface WrittenLines {
  readonly bytes: Buffer;
  readonly start: number;
  /** Where the document starts, behind the line that says what to do with it. */
  readonly documentStart: number;
  /** Behind the last line end. */
  readonly end: number;
}

/**
 * Where the lines of a bulk request are written as they come. Thousands of texts that wait for their request would
 * each outlive the garbage collector's cheap first round, and be joined and encoded in the end; bytes cost nothing more.
 */
export class RequestBuffer {
  private readonly bytes: Buffer;
  private used = 0;
  private index: string | undefined;
  private beforeId: Buffer = Buffer.alloc(0);

  constructor(
    size: number,
    private readonly documents = new DocumentWriter(),
  ) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }

  /** Undefined where there is no room. */
  write({ index, id, document }: RequestLines): WrittenLines | undefined {
    const { bytes, used: start } = this;
    if (index !== this.index) {
      this.index = index;
      this.beforeId = Buffer.from(beforeId(index));
    }
    let at = writeBytes(this.beforeId, bytes, start);
    if (at >= 0) at = writeText(id, bytes, at);
    if (at >= 0) at = writeBytes(afterId, bytes, at);
    if (at < 0) return undefined;
    const lineEnd =
      typeof document === "string" ? writeEncoded(document, bytes, at) : this.documents.write(document, bytes, at);
    if (lineEnd < 0 || lineEnd === bytes.length) return undefined;
    bytes[lineEnd] = lineFeed;
    const end = lineEnd + 1;
    this.used = end;
    return { bytes, start, documentStart: at, end };
  }
}

const lineFeed = 0x0a;

/** The lines of a document in a buffer of their own. */
export function writtenLines({ index, id, document }: RequestLines): WrittenLines {
  const json = typeof document === "string" ? document : JSON.stringify(document);
  const size = Buffer.byteLength(beforeId(index) + JSON.stringify(id)) + afterId.length + Buffer.byteLength(json) + 1;
  const written = new RequestBuffer(size).write({ index, id, document: json });
  if (written === undefined) throw new Error("the lines are longer than their size");
  return written;
}

/** The lines of several documents as one text. Those that lie behind each other are not copied. */
export function requestBody(documents: Iterable<WrittenLines>): Buffer {
  const runs: Buffer[] = [];
  let run: { bytes: Buffer; start: number; end: number } | undefined;
  for (const { bytes, start, end } of documents) {
    if (run !== undefined && run.bytes === bytes && run.end === start) {
      run.end = end;
    } else {
      if (run !== undefined) runs.push(run.bytes.subarray(run.start, run.end));
      run = { bytes, start, end };
    }
  }
  if (run !== undefined) runs.push(run.bytes.subarray(run.start, run.end));
  const [only] = runs;
  return runs.length === 1 && only !== undefined ? only : Buffer.concat(runs);
}

/** The document in JSON. */
export function writtenDocument({ bytes, documentStart, end }: WrittenLines): string {
  return bytes.toString("utf8", documentStart, end - 1);
}

/** The `_id` of the document. */
export function writtenId({ bytes, start, documentStart }: WrittenLines): string {
  // Nobody else writes these bytes.
  const action = JSON.parse(bytes.toString("utf8", start, documentStart)) as {
    readonly create: { readonly _id: string };
  };
  return action.create._id;
}

const afterId = Buffer.from("}}\n");

/** Ids and names go through JSON like all else: a line end in one cannot start an action of its own. */
function beforeId(index: string): string {
  return `{"create":{"_index":${JSON.stringify(index)},"_id":`;
}
