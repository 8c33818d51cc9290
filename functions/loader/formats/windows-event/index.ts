import { RecordError } from "../../../shared/errors";
import { nonEmpty } from "../../../shared/values";
import type { RecordMapper } from "../../source";
import type { WindowsEvent } from "./event";
import { isWindowsEventJson, readWindowsEventJson } from "./json";
import { mapWindowsEvent } from "./map";
import { isWindowsEventText, readWindowsEventText } from "./text";
import { isWindowsEventXml, readWindowsEventXml } from "./xml";

export { windowsEventFields } from "./map";

/** Whether a value is a Windows event: in XML, as the CloudWatch agent's text, or in JSON of one of the shippers. */
export function isWindowsEvent(value: unknown): boolean {
  if (typeof value !== "string") return isWindowsEventJson(value);
  return isWindowsEventXml(value) || isWindowsEventText(value);
}

export function readWindowsEvent(value: unknown): WindowsEvent | undefined {
  if (typeof value !== "string") return readWindowsEventJson(value);
  return isWindowsEventText(value) ? readWindowsEventText(value) : readWindowsEventXml(value);
}

/**
 * A mapper of Windows events, whose own fields are under `<module>.<product>`.
 * @param service the AWS service that delivers them, for `cloud.service.name`
 */
export function windowsEventMapper(module: string, product: string, service?: string): RecordMapper {
  return ({ value }) => {
    const event = readWindowsEvent(value);
    if (event === undefined) {
      throw new RecordError("not a Windows event: expected an Event with System and a numeric EventID, in XML or JSON");
    }
    const { document, vendor, id } = mapWindowsEvent(event);
    const cloud = service === undefined ? {} : { cloud: { service: { name: service } } };
    return {
      kind: "event",
      id,
      document: { ...document, ...cloud, [module]: nonEmpty({ [product]: nonEmpty(vendor) }) },
    };
  };
}
