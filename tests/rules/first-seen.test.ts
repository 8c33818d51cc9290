import assert from "node:assert/strict";
import { resolve } from "node:path";
import { OfflineDetection } from "../../cli/rules/offline-detection";
import { readRules } from "../../functions/detector/read-rules";
import { firstSeenOptions } from "../../functions/detector/rule-options";
import { normaliseObject } from "../../functions/loader/normalise";
import { sources } from "../../functions/loader/registry.generated";
import type { EcsDocument } from "../../functions/shared/ecs";
import type { SigmaRule } from "../../functions/shared/sigma";

const { rules, correlations, filters } = readRules([resolve(__dirname, "../../rules")]);
const newThings = rules.filter((rule) => firstSeenOptions(rule) !== undefined);
const day = 86_400_000;
const start = Date.parse("2026-01-05T09:00:00Z");

type Event = Readonly<Record<string, unknown>>;

/** The first event that a rule matches, at a day from the start. */
function eventOf(name: string, onDay: number, change: Event = {}): Event {
  const rule = rules.find((one) => one.name === name) ?? assert.fail(`there is no rule ${name}`);
  const record = rule.tests?.match[0]?.record as Event;
  const eventTime = new Date(start + onDay * day).toISOString();
  return { ...record, eventTime, eventID: `${name} ${eventTime} ${JSON.stringify(change)}`, ...change };
}

const countries: Readonly<Record<string, string>> = {
  "203.0.113.77": "DE",
  "203.0.113.78": "DE",
  "198.51.100.99": "KP",
};

/** Stands for the country database. */
function withCountry(document: EcsDocument): EcsDocument {
  const country = countries[document.source?.ip ?? ""];
  return country === undefined
    ? document
    : { ...document, source: { ...document.source, geo: { country_iso_code: country } } };
}

/** What the rules of the product raise of events: name of the rule and its day from the start. */
async function raised(events: readonly Event[]): Promise<readonly (readonly [string, number])[]> {
  const detection = new OfflineDetection({ rules, correlations, filters }, sources);
  const signals = [];
  const body = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    yield Buffer.from(JSON.stringify({ Records: events }));
  };
  const options = { sources, now: () => new Date(), detect: detection.maker.detect, enrich: withCountry };
  for await (const record of normaliseObject({ bucket: "test", key: "test" }, body(), options)) {
    signals.push(...detection.take(record));
  }
  signals.push(...(await detection.correlate()));
  return signals.map(({ detection: { name = "" }, time }) => [name, Math.floor((Date.parse(time) - start) / day)]);
}

describe("the rules of new things of this product", () => {
  const learned = ({ name = "" }: SigmaRule): readonly Event[] =>
    Array.from({ length: 20 }, (_, onDay) => eventOf(name, onDay));
  const changes: Readonly<Record<string, { readonly known: Event; readonly fresh: Event }>> = {
    aws_cloudtrail_console_login_from_new_country: {
      known: { sourceIPAddress: "203.0.113.78" },
      fresh: { sourceIPAddress: "198.51.100.99" },
    },
    aws_cloudtrail_compute_in_new_region: {
      known: { sourceIPAddress: "198.51.100.99" },
      fresh: { awsRegion: "af-south-1" },
    },
    aws_cloudtrail_role_assumed_by_new_account: {
      known: { userIdentity: { type: "AWSAccount", principalId: "AIDAEXAMPLE0000000008", accountId: "444455556666" } },
      fresh: { userIdentity: { type: "AWSAccount", principalId: "AIDAEXAMPLE0000000008", accountId: "777788889999" } },
    },
    aws_cloudtrail_model_invoked_by_new_user: {
      known: { awsRegion: "us-west-2" },
      fresh: { userIdentity: { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/john", userName: "john" } },
    },
  };

  it("are all tried here", () => {
    assert.deepEqual(newThings.map(({ name }) => name).sort(), Object.keys(changes).sort());
  });

  for (const rule of newThings) {
    const { name = "" } = rule;
    it(`${name} says nothing of what goes on, and once what is new`, async () => {
      const { known = {}, fresh = {} } = changes[name] ?? {};
      const fromRule = async (...more: readonly Event[]) =>
        (await raised([...learned(rule), ...more])).filter(([by]) => by === name);
      assert.deepEqual(await fromRule(eventOf(name, 20, known)), []);
      assert.deepEqual(await fromRule(eventOf(name, 20, fresh), eventOf(name, 20.1, fresh), eventOf(name, 21, fresh)), [
        [name, 20],
      ]);
      assert.deepEqual(await fromRule(eventOf(name, 3, fresh)), [], "while it learns");
    });
  }

  it("wake somebody where a key is made after a sign-in from a new country", async () => {
    const login = "aws_cloudtrail_console_login_from_new_country";
    const userIdentity = (eventOf(login, 0) as { userIdentity: Event }).userIdentity;
    const key = eventOf("aws_cloudtrail_access_key_created", 20.02, { userIdentity });
    const history = Array.from({ length: 20 }, (_, onDay) => eventOf(login, onDay));
    const names = async (more: readonly Event[]) => (await raised([...history, ...more])).map(([name]) => name);
    const abroad = eventOf(login, 20, { sourceIPAddress: "198.51.100.99" });
    assert.ok((await names([abroad, key])).includes("aws_cloudtrail_key_made_from_new_country"), "from abroad");
    assert.ok(
      !(await names([eventOf(login, 20), key])).includes("aws_cloudtrail_key_made_from_new_country"),
      "at home",
    );
  });

  it("wake somebody where a role is opened and then assumed from an account that is new", async () => {
    const assumed = "aws_cloudtrail_role_assumed_by_new_account";
    const history = Array.from({ length: 20 }, (_, onDay) => eventOf(assumed, onDay));
    const opened = eventOf("aws_cloudtrail_role_trusts_other_account", 20);
    const names = async (more: readonly Event[]) => (await raised([...history, ...more])).map(([name]) => name);
    const fresh = eventOf(assumed, 20.1, changes[assumed]?.fresh);
    assert.ok((await names([opened, fresh])).includes("aws_cloudtrail_role_opened_and_assumed"), "of a new account");
    assert.ok(
      !(await names([opened, eventOf(assumed, 20.1)])).includes("aws_cloudtrail_role_opened_and_assumed"),
      "of a known one",
    );
  });
});
