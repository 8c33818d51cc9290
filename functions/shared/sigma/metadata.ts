import { type SigmaMetadata, type SigmaRelated, sigmaLevels, sigmaRelations, sigmaStatuses } from "./ast";
import { type Members, membersOf } from "./members";
import type { SigmaProblems } from "./problems";
import { plainValue } from "./yaml-nodes";

const metadataMembers = [
  "title",
  "id",
  "name",
  "related",
  "status",
  "description",
  "license",
  "author",
  "references",
  "date",
  "modified",
  "fields",
  "falsepositives",
  "level",
  "tags",
  "scope",
] as const;

const datePattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const slashedDate = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/;
const tagPattern = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;
const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface MemberNames {
  /** Of this kind of document. */
  readonly own: readonly string[];
  /** Not Sigma's, but known: kept as they are. */
  readonly others: readonly string[];
}

/** What is common to rules, correlations and filters; undefined without a title, which is reported. */
export function parseMetadata(
  members: Members,
  problems: SigmaProblems,
  { own, others }: MemberNames,
): SigmaMetadata | undefined {
  const known = [...metadataMembers, ...own];
  members.probably([...known, ...others]);
  members.required("title", "a title that says what it detects");
  const title = members.text("title", 256);
  const id = members.text("id");
  if (id !== undefined && !uuidPattern.test(id)) {
    problems.report("convention", members.entry("id") ?? members, "an id should be a UUID, such as `uuidgen` makes");
  }
  const custom = members.entries.filter(({ key }) => !known.includes(key));
  const metadata = {
    location: members.location,
    id,
    name: members.text("name", 256),
    related: related(members, problems),
    status: members.oneOf("status", sigmaStatuses),
    description: members.text("description"),
    license: members.text("license"),
    author: members.text("author"),
    references: members.texts("references"),
    date: date(members, "date", problems),
    modified: date(members, "modified", problems),
    fields: members.texts("fields"),
    falsepositives: members.texts("falsepositives"),
    level: members.oneOf("level", sigmaLevels),
    tags: tags(members, problems),
    scope: members.texts("scope"),
    custom: Object.fromEntries(custom.map(({ key, value }) => [key, plainValue(value)])),
  };
  return title === undefined ? undefined : { ...metadata, title };
}

function related(members: Members, problems: SigmaProblems): SigmaRelated[] {
  const entry = members.entry("related");
  if (entry === undefined) return [];
  if (entry.value.kind !== "list") {
    problems.report("wrong-type", entry.value, "related must be a list of maps with id and type");
    return [];
  }
  return entry.value.items.flatMap((item): SigmaRelated[] => {
    const relation = membersOf(item, problems, "an item of related");
    relation?.only(["id", "type"]);
    relation?.required("id", "the id of the other rule");
    relation?.required("type", `one of ${sigmaRelations.join(", ")}`);
    const id = relation?.text("id");
    const type = relation?.oneOf("type", sigmaRelations);
    return id === undefined || type === undefined ? [] : [{ id, type }];
  });
}

function date(members: Members, name: string, problems: SigmaProblems): string | undefined {
  const text = members.text(name);
  if (text === undefined || datePattern.test(text)) return text;
  const at = members.entry(name)?.value ?? members;
  const slashed = slashedDate.exec(text);
  if (slashed === null) {
    problems.report("wrong-value", at, `${name} must be a date such as 2026-01-31, not ${JSON.stringify(text)}`);
    return undefined;
  }
  const [, year = "", month = "", day = ""] = slashed;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  problems.report("convention", at, `${name} should be written ${iso}`);
  return iso;
}

function tags(members: Members, problems: SigmaProblems): readonly string[] {
  const found = members.texts("tags");
  for (const tag of found) {
    if (tagPattern.test(tag)) continue;
    const lower = tag.toLowerCase().replaceAll(" ", "_");
    const hint = tagPattern.test(lower) ? `write ${lower}` : "write it as namespace.name, such as attack.t1078";
    problems.report("convention", members.entry("tags") ?? members, `the tag ${JSON.stringify(tag)}: ${hint}`);
  }
  return found;
}
