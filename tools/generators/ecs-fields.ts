import { EcsFlat } from "@elastic/ecs";

interface EcsField {
  readonly type: string;
  readonly index?: boolean;
  readonly doc_values?: boolean;
}

/**
 * OpenSearch type per ECS type. `object` without members of its own (`labels`) and `flattened` become `flat_object`;
 * OpenSearch has no `constant_keyword`.
 */
const openSearchTypes: Readonly<Record<string, string>> = {
  boolean: "boolean",
  constant_keyword: "keyword",
  date: "date",
  double: "double",
  flattened: "flat_object",
  float: "float",
  geo_point: "geo_point",
  integer: "integer",
  ip: "ip",
  keyword: "keyword",
  long: "long",
  match_only_text: "match_only_text",
  nested: "nested",
  object: "flat_object",
  scaled_float: "scaled_float",
  wildcard: "wildcard",
};

/** The field sets that log sources of a SIEM fill; the rest (machine learning, code signing of libraries ...) costs cluster state. */
const fieldSets = new Set([
  ..."@timestamp agent client cloud container data_stream destination dll dns ecs email error event faas file group".split(
    " ",
  ),
  ..."host http labels log message network observer orchestrator organization package process registry related".split(
    " ",
  ),
  ..."rule server service source span tags threat tls trace transaction url user user_agent vulnerability".split(" "),
]);

/**
 * Reused sets that multiply the fields without a log source that fills them: the ancestors of a process, headers of
 * executables, the entity model, copies of a user's or host's risk.
 */
const omitted: readonly RegExp[] = [
  /(?:^|\.)(?:entity|elf|macho)\./,
  /^(?!user\.).*\brisk\./,
  /(?:^|\.)pe\.(?!(?:original_file_name|file_version|description|product|company|imphash)$)/,
  /^(?:host|cloud|service)\.(?:target|origin)\./,
  /^container\.(?:cpu|memory|disk|network)\.|^host\.(?:cpu|disk|boot)\./,
  /^process\.(?:entry_leader|group_leader|session_leader|previous|attested_user|attested_groups|tty|io|entry_meta)(?:\.|$)/,
  /^process\.parent\.(?:group_leader|tty|thread|(?:real|saved)_user|.*group|supplemental_groups|code_signature)(?:\.|$)/,
  /^process\.(?:saved|real|supplemental)_(?:user|group|groups)\./,
  /^threat\.enrichments(?:\.|$)/,
  /^threat\.indicator\.file\.(?!hash\.|name$|path$|size$|type$|extension$|mime_type$)/,
  /^threat\.indicator\.(?:x509|registry)\./,
  /^tls\.(?:server|client)\.x509\.(?:public_key|signature|version)/,
  /^orchestrator\.resource\.(?:annotation|label)$/,
];

/** Every chosen ECS field, `name` or `name!` (neither indexed nor searchable, kept in the source only), per OpenSearch type. */
function chosenEcsFields(): Map<string, string[]> {
  const all = Object.entries(EcsFlat as Readonly<Record<string, EcsField>>);
  const parents = new Set(
    all.flatMap(([name]) => name.split(".").map((_, depth, parts) => parts.slice(0, depth).join("."))),
  );
  const byType = new Map<string, string[]>();
  for (const [name, { type, index, doc_values }] of all) {
    if (!fieldSets.has(name.split(".", 1)[0] ?? "") || omitted.some((pattern) => pattern.test(name))) continue;
    if (type === "object" && parents.has(name)) continue;
    const openSearchType = openSearchTypes[type];
    if (openSearchType === undefined)
      throw new Error(`ECS field ${name} has type ${type}: add it to the table of types`);
    const names = byType.get(openSearchType) ?? [];
    names.push(index === false && doc_values === false ? `${name}!` : name);
    byType.set(openSearchType, names);
  }
  return byType;
}

/** The module with the ECS fields that every index maps, small enough for a Lambda bundle. */
export function ecsFields(): string {
  const rows = [...chosenEcsFields()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, names]) => `  ${type}:\n    ${JSON.stringify(names.sort().join(" "))},`);
  return [
    "// Made by `npm run generate` from the package @elastic/ecs; do not edit.",
    "",
    "/** ECS fields that every index maps, space separated, per OpenSearch type. A final `!`: stored, but not searchable. */",
    "export const ecsFieldsByType: Readonly<Record<string, string>> = {",
    ...rows,
    "};",
    "",
  ].join("\n");
}
