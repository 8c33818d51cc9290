import { isoTime, type JsonObject } from "../values";

/** A time, which is in milliseconds in `name`, and as text in `name_dt` (profile `datetime`), which may lack its zone. */
export function timeOf(members: JsonObject | undefined, name: string): string | undefined {
  return isoTime(members?.[name]) ?? isoTime(members?.[`${name}_dt`]);
}
