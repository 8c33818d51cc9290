import type { SigmaMetadata } from "./ast";
import type { SigmaLocation } from "./problems";
import type { YamlNode } from "./yaml-nodes";

/** Names of members, and numbers of list items from 0, from a document to what is meant. */
export type SigmaPath = readonly (string | number)[];

const nodes = new WeakMap<object, YamlNode>();

/** To be called of each document that is parsed. */
export function rememberPlaces(document: SigmaMetadata, node: YamlNode): void {
  nodes.set(document, node);
}

/**
 * Where a member of a document is, or, where it is missing, that which it is missing from. Of a document that was not
 * parsed here, where that begins.
 */
export function placeIn(document: SigmaMetadata, path: SigmaPath, of: "name" | "value" = "value"): SigmaLocation {
  const node = nodes.get(document);
  return node === undefined ? document.location : placeOf(node, path, of);
}

export function placeOf(node: YamlNode, path: SigmaPath, of: "name" | "value"): SigmaLocation {
  let found = node;
  let name = node.location;
  for (const step of path) {
    const next = stepInto(found, step);
    if (next === undefined) return name;
    ({ value: found, location: name } = next);
  }
  return of === "name" ? name : found.location;
}

interface YamlStep {
  readonly value: YamlNode;
  readonly location: SigmaLocation;
}

function stepInto(node: YamlNode, step: string | number): YamlStep | undefined {
  if (node.kind === "map") return node.entries.find(({ key }) => key === step);
  const item = node.kind === "list" && typeof step === "number" ? node.items[step] : undefined;
  return item && { value: item, location: item.location };
}
