import { ECS_VERSION, type EcsDocument } from "../shared/ecs";
import { writeEncoded, writeJson } from "./write-json";

/**
 * Writes documents as JSON, as `JSON.stringify` does but for the order of members. What is the same for all documents of
 * an object, the path of its file above all, is turned into bytes once.
 */
export class DocumentWriter {
  private path: string | undefined;
  private beforeOffset: Buffer = Buffer.alloc(0);

  /** @returns Where the document ends; -1 where there is no room for it, and what is behind `start` may be overwritten. */
  write(document: EcsDocument, bytes: Buffer, start: number): number {
    const { log, ecs } = document;
    const path = log?.file?.path;
    if (path === undefined || ecs?.version !== ECS_VERSION || !hasOnlyPlace(log))
      return writeAny(document, bytes, start);
    if (path !== this.path) {
      this.path = path;
      this.beforeOffset = Buffer.from(`,"log":{"file":{"path":${JSON.stringify(path)}},"offset":`);
    }
    let brace: number;
    // Taken out for a moment: a copy without them would cost more than it saves.
    document.log = undefined;
    document.ecs = undefined;
    try {
      brace = writeAny(document, bytes, start) - 1;
    } finally {
      document.log = log;
      document.ecs = ecs;
    }
    const offset = brace + this.beforeOffset.length;
    if (brace < 0 || offset > bytes.length) return -1;
    bytes.set(this.beforeOffset, brace);
    return writeEncoded(`${log?.offset}${afterOffset}`, bytes, offset);
  }
}

const afterOffset = `},"ecs":{"version":${JSON.stringify(ECS_VERSION)}}}`;

function writeAny(document: EcsDocument, bytes: Buffer, start: number): number {
  const end = writeJson(document, bytes, start);
  return end < 0 ? writeEncoded(JSON.stringify(document), bytes, start) : end;
}

/** Whether nothing is said of the log but the file and the place in it. */
function hasOnlyPlace(log: EcsDocument["log"]): boolean {
  if (typeof log?.offset !== "number") return false;
  for (const name in log) if (name !== "file" && name !== "offset") return false;
  for (const name in log.file) if (name !== "path") return false;
  return true;
}
