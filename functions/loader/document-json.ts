import type { EcsDocument } from "../shared/ecs";
import { DocumentLayout, mostMembers } from "./document-layout";
import { writeEncoded, writeJson } from "./write-json";

/** The documents of a log have few kinds of members: with tags and without, mapped and not. */
const mostLayouts = 4;

/** Writes documents as JSON, as `JSON.stringify` does. What those of a log have in common is turned into bytes once. */
export class DocumentWriter {
  /** By dataset. */
  private readonly layouts = new Map<string, DocumentLayout[]>();

  /** @returns Where the document ends; -1 where there is no room for it, and what is behind `start` may be overwritten. */
  write(document: EcsDocument, bytes: Buffer, start: number): number {
    const layout = this.layoutOf(document);
    if (layout !== undefined) {
      const end = layout.write(document, bytes, start);
      if (end >= 0) return end;
      layout.learn(document);
    }
    const end = writeJson(document, bytes, start);
    return end < 0 ? writeEncoded(JSON.stringify(document), bytes, start) : end;
  }

  private layoutOf(document: EcsDocument): DocumentLayout | undefined {
    const dataset = document.event?.dataset ?? "";
    let layouts = this.layouts.get(dataset);
    if (layouts === undefined) {
      layouts = [];
      this.layouts.set(dataset, layouts);
    }
    for (const layout of layouts) if (layout.isOf(document)) return layout;
    if (layouts.length < mostLayouts && Object.keys(document).length <= mostMembers) {
      layouts.push(new DocumentLayout(document));
    }
    return undefined;
  }
}
