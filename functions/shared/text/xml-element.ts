/** An XML element, as far as log records need it. */
export interface XmlElement {
  /** Without its namespace's prefix. */
  readonly name: string;
  /** By name without prefix; values decoded. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly in it, decoded. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: OpenElement[];
  text: string;
}

/** No log record has so many levels. */
const maximumDepth = 100;

/**
 * Reads one XML element from its text; `undefined` if it is not well-formed or too deep. There is no document type, so
 * nothing is fetched or expanded: the five predefined and numeric entities are decoded, any other stays as it is.
 */
export function parseXmlElement(text: string): XmlElement | undefined {
  const stack: OpenElement[] = [];
  let at = text.indexOf("<");
  while (at !== -1 && at < text.length) {
    const parent = stack.at(-1);
    const skipped = markupEnd(text, at);
    if (skipped === -1) return undefined;
    if (skipped !== undefined) {
      if (parent !== undefined && text.startsWith("<![CDATA[", at)) parent.text += text.slice(at + 9, skipped - 3);
      at = nextMarkup(text, skipped, parent);
      continue;
    }
    const end = tagEnd(text, at);
    if (end === -1) return undefined;
    if (text.charAt(at + 1) === "/") {
      if (parent === undefined || parent.name !== localName(text.slice(at + 2, end).trim())) return undefined;
      stack.pop();
      if (stack.length === 0) return parent;
    } else {
      const selfClosing = text.charAt(end - 1) === "/";
      const element = startTag(text.slice(at + 1, selfClosing ? end - 1 : end));
      parent?.children.push(element);
      if (selfClosing && parent === undefined) return element;
      if (!selfClosing) stack.push(element);
      if (stack.length > maximumDepth) return undefined;
    }
    at = nextMarkup(text, end + 1, stack.at(-1));
  }
  return undefined;
}

/** The first child of this name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** Index behind a comment, CDATA section or instruction; -1 if it does not end; undefined if there is none here. */
function markupEnd(text: string, at: number): number | undefined {
  const start = text.charAt(at + 1);
  if (start !== "!" && start !== "?") return undefined;
  const closing =
    start === "?" ? "?>" : text.startsWith("<!--", at) ? "-->" : text.startsWith("<![CDATA[", at) ? "]]>" : ">";
  const end = text.indexOf(closing, at + (closing === "]]>" ? 9 : closing === "-->" ? 4 : 2));
  return end === -1 ? -1 : end + closing.length;
}

/** Gives the text up to the next markup to the element that it is in. */
function nextMarkup(text: string, from: number, parent: OpenElement | undefined): number {
  const next = text.indexOf("<", from);
  if (parent !== undefined && next !== from)
    parent.text += decodeEntities(text.slice(from, next === -1 ? undefined : next));
  return next;
}

/** Index of the `>` that ends the tag; quoted ones are text. */
function tagEnd(text: string, at: number): number {
  let quote = 0;
  for (let index = at + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x22 || code === 0x27) {
      quote = code;
    } else if (code === 0x3e) {
      return index;
    }
  }
  return -1;
}

function startTag(tag: string): OpenElement {
  const nameEnd = tag.search(/\s/);
  const attributes = new Map<string, string>();
  let at = nameEnd;
  while (at !== -1 && at < tag.length) {
    const equals = tag.indexOf("=", at);
    if (equals === -1) break;
    const name = tag.slice(at, equals).trim();
    let start = equals + 1;
    while (/\s/.test(tag.charAt(start))) start += 1;
    const quote = tag.charAt(start);
    const end = quote === '"' || quote === "'" ? tag.indexOf(quote, start + 1) : -1;
    if (end === -1) break;
    attributes.set(localName(name), decodeEntities(tag.slice(start + 1, end)));
    at = end + 1;
  }
  return { name: localName(nameEnd === -1 ? tag : tag.slice(0, nameEnd)), attributes, children: [], text: "" };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g,
    (entity, ...groups: unknown[]) => {
      const [decimal, hexadecimal, name] = groups;
      if (typeof name === "string") return entities[name] ?? entity;
      const code =
        typeof decimal === "string" ? Number.parseInt(decimal, 10) : Number.parseInt(String(hexadecimal), 16);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : entity;
    },
  );
}
