import type { EcsDocument } from "../shared/ecs";
import { defineSource, type FieldType, type KeyLayout, type LogObject, type LogSource, type RawRecord } from "./source";

export interface SourceExtension {
  /** Further key layouts. */
  readonly keys?: readonly KeyLayout[];
  /** Further vendor fields. */
  readonly fields?: Readonly<Record<string, FieldType>>;
  /** Changes an event's document in place, after the source has made it; remembers nothing of the documents before. */
  readonly adjust?: (document: EcsDocument, record: RawRecord, object: LogObject) => void;
}

/** A source that does what another does, and more. It has the other's id and replaces it. */
export function extendSource(source: LogSource, { keys = [], fields = {}, adjust }: SourceExtension): LogSource {
  return defineSource({
    ...source,
    keys: [...source.keys, ...keys],
    fields: { ...source.fields, ...fields },
    open: (object) => {
      const map = source.open(object);
      if (adjust === undefined) return map;
      return (record) => {
        const mapped = map(record);
        if (mapped.kind === "event") adjust(mapped.document, record, object);
        return mapped;
      };
    },
  });
}
