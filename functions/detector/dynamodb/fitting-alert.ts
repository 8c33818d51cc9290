import { type Alert, type AlertEntities, entityKinds } from "../alerts/alert";
import { alertDocument } from "../alerts/alert-document";

/** An item has 400 KB at most, the names of its attributes included. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maximumBytes = 390_000;
const shortList = 10;
const shortText = 200;

/**
 * The alert as it fits into an item: whoever fills logs with long names must not keep it from being raised. What it repeats
 * of its signals is left out first, then names are cut; the signals have them.
 */
export function fittingAlert(alert: Alert): Alert {
  if (fits(alert)) return alert;
  const bare = { ...alert, about: {} };
  if (fits(bare)) return bare;
  return {
    ...bare,
    key: bare.key.slice(0, shortList).map(cut),
    entities: shortened(bare.entities),
    told: { ...bare.told, entities: shortened(bare.told.entities) },
    outbox: bare.outbox.map((one) => ({ ...one, news: { ...one.news, entities: shortened(one.news.entities) } })),
  };
}

function fits(alert: Alert): boolean {
  return Buffer.byteLength(JSON.stringify(alertDocument(alert))) <= maximumBytes;
}

function shortened(entities: AlertEntities): AlertEntities {
  const lists = entityKinds.map((kind) => [kind, entities[kind].slice(0, shortList).map(cut)]);
  return Object.fromEntries(lists) as AlertEntities;
}

function cut(value: string): string {
  return value.slice(0, shortText);
}
