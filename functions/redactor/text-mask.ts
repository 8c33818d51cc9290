import { BlockList } from "node:net";
import { ConfigurationError } from "../shared/errors";
import { namedPlaces } from "./named-places";
import { EventLines, type NamedValue, valuesBehind } from "./named-values";
import { isNobody, type People } from "./people";
import { PersonalForms } from "./personal-forms";
import { meaningOf } from "./personal-names";
import { PersonalObjects } from "./personal-objects";
import type { Pseudonym } from "./pseudonyms";
import { networkOf, type PersonalKind, type Redaction } from "./redaction";

const otherValues = /^(?:-|null|none|nil|true|false|n\/a|\(null\))?$/i;
const jsonNumber = /^-?\d+(?:\.\d+)?$/;
/** How many there are, where a name is in the plural. */
const count = /^\d{1,6}$/;
/** Of AWS: of no person, where a user or owner is told. */
const accountId = /^\d{12}$/;

interface KindOfValue extends NamedValue {
  readonly kind: PersonalKind;
}

/**
 * Masks personal data in texts: values by the names before them, what is known by its form, and the names of people that
 * the log source tells of.
 */
export class TextMask {
  private readonly kinds: ReadonlySet<PersonalKind>;
  private readonly forms: PersonalForms;

  constructor(
    { kinds, keepNetworks }: Redaction,
    private readonly pseudonym: Pseudonym,
    people?: People,
  ) {
    this.kinds = new Set(kinds);
    const kept = new BlockList();
    for (const text of keepNetworks) {
      const network = networkOf(text);
      if (network === undefined) throw new ConfigurationError(`"${text}" is no network, such as 10.0.0.0/8`);
      kept.addSubnet(network.address, network.prefix, network.family);
    }
    this.forms = new PersonalForms(this.kinds, kept, pseudonym, people);
  }

  /**
   * @param text whole lines or members: nothing personal may go on behind its end.
   * @param objects in which the text before it ends, where it is a piece of a longer one.
   */
  mask(text: string, objects = new PersonalObjects()): string {
    let masked = "";
    let done = 0;
    for (const { start, end, kind, jsonQuote = "" } of this.namedValues(text, objects)) {
      const name = this.maskValue(kind, text.slice(start, end));
      const quote = jsonNumber.test(text.slice(start, end)) && name.includes("-") ? jsonQuote : "";
      masked += this.forms.mask(text.slice(done, start)) + quote + name + quote;
      done = end;
    }
    return masked + this.forms.mask(text.slice(done));
  }

  /** In the order of the text, none within another. */
  private *namedValues(text: string, objects: PersonalObjects): Generator<KindOfValue> {
    const events = new EventLines(text);
    let done = 0;
    objects.read(text);
    for (const place of namedPlaces(text)) {
      if (place.index < done) continue;
      const { kind, objectKind, isPlural } = meaningOf(place.name, objects.kindAt(place));
      objects.enter(place, objectKind);
      if (kind === undefined || !this.kinds.has(kind)) continue;
      for (const { start, end, jsonQuote } of valuesBehind(text, place, events, isPlural)) {
        done = end;
        if (isPlural && text[place.start] !== "[" && count.test(text.slice(start, end))) continue;
        yield { start, end, jsonQuote, kind };
      }
    }
    objects.end();
  }

  private maskValue(kind: PersonalKind, value: string): string {
    const text = value.trim();
    if (otherValues.test(text) || (kind === "user" && (accountId.test(text) || isNobody(text)))) return value;
    return this.pseudonym(kind, text);
  }
}
