import { createHash } from "node:crypto";
import type { SearchService } from "../shared/aws/search-service";
import { createOnlyPipeline } from "./create-only";
import { changingIndices, type IndexedDataset } from "./detection-indices";
import { commonProperties, type Properties, vendorProperties } from "./mappings";

/** Something the cluster keeps under a name and that carries the hash of its content in `_meta`. */
export interface Template {
  readonly kind: "component" | "index";
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the mappings of existing indices gain when the template changes. */
  readonly extend: { readonly indices: string; readonly properties: Properties };
}

export interface TemplateOptions {
  /** `aoss`: OpenSearch Serverless decides itself on shards, copies and storage, and has no pipelines. Default: `es`. */
  readonly service?: SearchService | undefined;
  /** Copies of each shard besides the first. `auto`: one as soon as there are two data nodes. */
  readonly replicas: number | "auto";
  /** Of a keyword that can be searched. Default: 1024. */
  readonly keywordCharacters?: number | undefined;
}

/** How often what was written to the indices of logs comes to be found by searches. A collection decides itself. */
export const refreshSeconds = 5;

export const managedBy = "pulumi-aws-siem";

/** Hash of any JSON value: 16 hexadecimal digits. */
export function contentHash(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 16);
}

// The ECS fields are some 1,100 with their parents; a source adds some tens.
const totalFields = { "mapping.total_fields.limit": 2000 };

/** Settings of every index. */
function indexSettings({ replicas, service = "es" }: TemplateOptions): Readonly<Record<string, unknown>> {
  const searching = {
    // A malformed value costs its field (`_ignored` names it), not the document.
    "mapping.ignore_malformed": true,
    ...totalFields,
    "query.default_field": ["message", "event.action", "event.provider", "user.name", "related.*", "error.message"],
  };
  if (service === "aoss") return searching;
  return {
    number_of_shards: 1,
    ...(replicas === "auto" ? { auto_expand_replicas: "0-1" } : { number_of_replicas: replicas }),
    codec: "best_compression",
    refresh_interval: `${refreshSeconds}s`,
    ...searching,
    final_pipeline: createOnlyPipeline,
  };
}

// Unknown fields stay in the document but are never mapped, so no event can explode a mapping or fix a field's type.
const closed = { dynamic: false, date_detection: false, numeric_detection: false } as const;

function withHash(template: Template): Template {
  const hash = contentHash(template.body);
  return { ...template, body: { ...template.body, _meta: { managed_by: managedBy, content_hash: hash } } };
}

/** Of one index, whose documents are read as soon as they are changed. */
function changingTemplate(name: string, properties: Properties): Template {
  return withHash({
    kind: "index",
    name,
    body: {
      index_patterns: [name],
      priority: 200,
      composed_of: ["siem-ecs", "siem-settings"],
      template: {
        settings: { index: { final_pipeline: "_none", refresh_interval: "1s" } },
        mappings: { ...closed, properties },
      },
    },
    extend: { indices: name, properties },
  });
}

function indexTemplate(name: string, pattern: string, priority: number, properties: Properties): Template {
  return withHash({
    kind: "index",
    name,
    body: {
      index_patterns: [pattern],
      priority,
      composed_of: ["siem-ecs", "siem-settings"],
      template: { mappings: { ...closed, properties } },
    },
    extend: { indices: pattern, properties },
  });
}

/** Everything the cluster must know before the first document: shared parts first, then one template a log source. */
export function buildTemplates(sources: readonly IndexedDataset[], options: TemplateOptions): Template[] {
  const ecs = commonProperties(options.keywordCharacters);
  return [
    withHash({
      kind: "component",
      name: "siem-ecs",
      // OpenSearch checks a component by itself, and against its default of 1,000.
      body: { template: { settings: { index: totalFields }, mappings: { ...closed, properties: ecs } } },
      extend: { indices: "siem-*", properties: ecs },
    }),
    withHash({
      kind: "component",
      name: "siem-settings",
      body: { template: { settings: { index: indexSettings(options) } } },
      extend: { indices: "siem-*", properties: {} },
    }),
    // Whatever has no template of its own still gets a closed mapping.
    indexTemplate("siem-other", "siem-*", 100, {}),
    indexTemplate("siem-unrecognised", "siem-unrecognised-*", 200, {}),
    ...sources.map(({ dataset, fields }) =>
      indexTemplate(`siem-${dataset}`, `siem-${dataset}-*`, 200, vendorProperties(fields, options.keywordCharacters)),
    ),
    ...changingIndices.map(({ name, fields }) =>
      changingTemplate(name, vendorProperties(fields, options.keywordCharacters)),
    ),
  ];
}
