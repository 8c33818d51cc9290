// What a log source outside this project is written with: `import { defineSource, ... } from "pulumi-aws-siem/source"`.
export { extendSource } from "./loader/extend-source";
export {
  defineSource,
  type EnvelopeLayout,
  type FieldType,
  type KeyLayout,
  type LogObject,
  type LogSource,
  type MappedRecord,
  type RawRecord,
  type RecordEnvelope,
  type RecordMapper,
} from "./loader/source";
export type { EcsDocument } from "./shared/ecs";
export { RecordError } from "./shared/errors";
export { flatObject } from "./shared/flat-object";
export { lookup } from "./shared/lookup";
export { textWithoutSecrets } from "./shared/secrets/secret-assignments";
export { isSecret, jsonWithoutSecrets } from "./shared/secrets/secrets";
export { withoutSqlSecrets } from "./shared/secrets/sql-secrets";
export { utcTime } from "./shared/time/time-zone";
export {
  asArray,
  asRecord,
  decimal,
  flag,
  integer,
  ipAddress,
  isoTime,
  type JsonObject,
  list,
  nonEmpty,
  portNumber,
  text,
} from "./shared/values";
