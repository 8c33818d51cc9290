import { childOf, parseXmlElement, type XmlElement } from "../../../shared/text/xml-element";
import { integer, isoTime, text } from "../../../shared/values";
import { EventData, EventValues, type WindowsEvent } from "./event";

/** Whether a text is an event in XML, as far as its beginning tells. */
export function isWindowsEventXml(value: string): boolean {
  return (
    /^\s{0,8}<(?:[\w.-]{1,64}:)?Event[\s>]/.test(value) && /<(?:[\w.-]{1,64}:)?EventID[\s>]/.test(value.slice(0, 4_096))
  );
}

/**
 * Reads an event in XML; `undefined` if it is none.
 * @see https://learn.microsoft.com/windows/win32/wes/eventschema-schema
 */
export function readWindowsEventXml(xml: string): WindowsEvent | undefined {
  const root = parseXmlElement(xml);
  const system = root?.name === "Event" ? childOf(root, "System") : undefined;
  const eventId = integer(childOf(system, "EventID")?.text.trim());
  if (root === undefined || system === undefined || eventId === undefined) return undefined;
  const value = (name: string): string | undefined => text(childOf(system, name)?.text.trim());
  const attribute = (name: string, attributeName: string): string | undefined =>
    text(childOf(system, name)?.attributes.get(attributeName));
  const rendered = childOf(root, "RenderingInfo");
  const shown = (name: string): string | undefined => text(childOf(rendered, name)?.text.trim());
  const keywords = childOf(rendered, "Keywords")?.children.map((keyword) => keyword.text.trim()) ?? [];
  return {
    provider: attribute("Provider", "Name") ?? attribute("Provider", "EventSourceName") ?? shown("Provider"),
    providerGuid: attribute("Provider", "Guid"),
    eventId,
    version: integer(value("Version")),
    level: value("Level") ?? shown("Level"),
    task: shown("Task") ?? value("Task"),
    opcode: shown("Opcode") ?? value("Opcode"),
    keywords: [...(value("Keywords")?.split(",") ?? []), ...keywords].filter((keyword) => keyword !== ""),
    time: isoTime(attribute("TimeCreated", "SystemTime")),
    recordId: value("EventRecordID"),
    activityId: attribute("Correlation", "ActivityID"),
    relatedActivityId: attribute("Correlation", "RelatedActivityID"),
    processId: integer(attribute("Execution", "ProcessID")),
    threadId: integer(attribute("Execution", "ThreadID")),
    channel: value("Channel") ?? shown("Channel"),
    computer: value("Computer"),
    userId: attribute("Security", "UserID"),
    message: shown("Message"),
    data: new EventData(eventValues(root).values),
  };
}

/** Values are in EventData, in an element of the provider's own in UserData, or missing (DebugData is not read). */
function eventValues(root: XmlElement): EventValues {
  const found = new EventValues();
  for (const data of childOf(root, "EventData")?.children ?? []) {
    if (data.name === "Data") found.add(data.attributes.get("Name"), data.text);
    // Classic events have their bytes in hexadecimal; newer ones structures of Data elements.
    else if (data.name === "ComplexData") for (const item of data.children) found.add(item.name, item.text);
    else found.add(data.name, data.text);
  }
  for (const element of childOf(root, "UserData")?.children ?? []) addLeaves(element, undefined, found);
  return found;
}

/** The values of a structure, by the names on the way to them. */
function addLeaves(element: XmlElement, path: string | undefined, found: EventValues): void {
  for (const child of element.children) {
    const own = child.attributes.get("Name") ?? child.name;
    const name = path === undefined ? own : `${path}_${own}`;
    if (child.children.length > 0) addLeaves(child, name, found);
    else found.add(name, child.text);
  }
}
