import { asRecord, text } from "../../shared/values";
import { type Alert, type AlertEntities, type AlertRule, entityKinds } from "../alerts/alert";
import { alertDocument } from "../alerts/alert-document";
import { shortForm, shortName } from "../alerts/life-cycle";

/** An item has 400 KB at most, the names of its attributes included. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maximumBytes = 390_000;
const shortList = 10;
/** Of what stands in a list: a comma, and that a member's name is longer in the document. */
const bytesBeside = 8;

/**
 * The alert as it fits into an item: whoever fills logs with long names must not keep it from being raised. What it repeats
 * of its signals is left out first, then names are cut (the signals have them), then the oldest notes are left out, and
 * last the oldest messages. It then says so.
 */
export function fittingAlert(alert: Alert): Alert {
  if (bytesOf(alertDocument(alert)) <= maximumBytes) return alert;
  const bare = { ...alert, about: { rule: namesOf(alert.about.rule) }, shortened: true };
  if (bytesOf(alertDocument(bare)) <= maximumBytes) return bare;
  const short: Alert = {
    ...bare,
    rule: shortRule(bare.rule),
    key: shortTexts(bare.key),
    owner: bare.owner && shortName(bare.owner),
    entities: shortEntities(bare.entities),
    told: { ...bare.told, entities: entitiesBy(bare.told.entities, (names) => names.map(shortForm)) },
    outbox: bare.outbox.map((one) => ({ ...one, news: { ...one.news, entities: shortEntities(one.news.entities) } })),
  };
  // Of all that, most is the entities: at most 60 KB, also of characters that take JSON six bytes. So the last message fits.
  const room = maximumBytes - bytesOf(alertDocument({ ...short, notes: [], outbox: [] }));
  const outbox = newest(short.outbox, room);
  const notes = newest(short.notes, room - bytesOf(outbox) - outbox.length * bytesBeside);
  return { ...short, notes, outbox };
}

/** What alerts are looked for and counted by. */
function namesOf(rule: unknown): Readonly<Record<string, string>> {
  const members = asRecord(rule);
  const names = ["id", "ruleset", "name"].map((name) => [name, text(members?.[name])] as const);
  return Object.fromEntries(names.flatMap(([name, value]) => (value === undefined ? [] : [[name, shortName(value)]])));
}

/** The last of a list that have together no more bytes. */
function newest<Item>(list: readonly Item[], bytes: number): readonly Item[] {
  let left = bytes;
  const kept = list.findLastIndex((item) => {
    left -= bytesOf(item) + bytesBeside;
    return left < 0;
  });
  return list.slice(kept + 1);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function shortRule({ key, name, id, author, level, description, reference }: AlertRule): AlertRule {
  return {
    key: shortName(key),
    name: shortName(name),
    id: id && shortName(id),
    author: author && shortTexts(author),
    level,
    description: description && shortName(description),
    reference: reference && shortName(reference),
  };
}

function shortEntities(entities: AlertEntities): AlertEntities {
  return entitiesBy(entities, shortTexts);
}

function entitiesBy(entities: AlertEntities, change: (names: readonly string[]) => readonly string[]): AlertEntities {
  return Object.fromEntries(entityKinds.map((kind) => [kind, change(entities[kind])])) as AlertEntities;
}

function shortTexts(texts: readonly string[]): readonly string[] {
  return texts.slice(0, shortList).map(shortName);
}
