import assert from "node:assert/strict";
import { stageConfig, stages } from "../../cli/stage-config";
import { ConfigurationError } from "../../functions/shared/errors";
import { definitions, readSettings } from "../../settings";
import { combinations, variations } from "../components/stages/settings";

/*
 * What options there are is asked of the settings themselves: each object refuses a member that it does not know, each
 * choice what is none of it, and both say what is allowed. What they allow must be set somewhere in what the tests of the
 * stages deploy: their files, the variations of each setting, and combinations.
 */

type Config = Readonly<Record<string, string>>;
type Step = string | number;

const devWith = (settings: Readonly<Record<string, string | undefined>>): Config => ({
  ...stageConfig("dev"),
  ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`siem:${key}`, value ?? ""])),
});

const deployed: readonly Config[] = [
  ...stages().map((stage) => stageConfig(stage)),
  ...[...Object.values(variations), ...Object.values(combinations)].map(devWith),
];

const stranger = "noSuchOption";

/** What a setting's text is as a value; texts, numbers and flags as they are written. */
function valueIn(key: string, text: string): unknown {
  const { type } = definitions[key as keyof typeof definitions];
  return type === "array" || type === "object" ? JSON.parse(text) : text;
}

/** All values in a value, each with the way to it. */
function* within(value: unknown, path: readonly Step[] = []): Generator<{ path: readonly Step[]; value: unknown }> {
  yield { path, value };
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    yield* within(member, [...path, Array.isArray(value) ? Number(name) : name]);
  }
}

/** `memberLogs[].account` */
function placeOf(key: string, path: readonly Step[]): string {
  return key + path.map((step) => (typeof step === "number" ? "[]" : `.${step}`)).join("");
}

function changed(value: unknown, [step, ...rest]: readonly Step[], to: unknown): unknown {
  if (step === undefined) return to;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const members = copy as Record<Step, unknown>;
  members[step] = changed(members[step], rest, to);
  return copy;
}

/** What the settings say of one of them that is changed; undefined where they take it. */
function refusal(config: Config, key: string, value: unknown): string | undefined {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  try {
    readSettings({ ...config, [`siem:${key}`]: text });
    return undefined;
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.message.replace(/^Setting \S+ is "(?:[^"\\]|\\.)*"; /, "");
  }
}

/** The names that a message allows. */
function allowedIn(message: string): string[] {
  const list = /(?:is none of|is not one of|must be|[Aa]llowed:(?: members| a kind of)?) ([^;"]+?)(?:;|\.(?:\s|$)|$)/;
  const names = list.exec(message)?.[1]?.split(/, | and | or /) ?? [];
  return names.map((name) => name.replace(/^.*\./, ""));
}

describe("the options of the settings", function () {
  this.timeout(60_000);
  const given = new Map<string, Set<unknown>>();
  const members = new Map<string, Set<string>>();
  const choices = new Map<string, Set<string>>();
  const unguarded = new Set<string>();
  const add = <Item>(sets: Map<string, Set<Item>>, place: string, items: readonly Item[]) => {
    sets.set(place, new Set([...(sets.get(place) ?? []), ...items]));
  };

  before(() => {
    const asked = new Set<string>();
    for (const [key, definition] of Object.entries(definitions)) {
      const otherwise = definition.default;
      for (const { path, value } of within(otherwise)) add(given, placeOf(key, path), [String(value)]);
    }
    for (const config of deployed) {
      for (const key of Object.keys(definitions)) {
        const text = config[`siem:${key}`];
        if (text === undefined || (text === "" && definitions[key as keyof typeof definitions].type !== "string"))
          continue;
        const whole = valueIn(key, text);
        for (const { path, value } of within(whole)) {
          const place = placeOf(key, path);
          if (typeof value !== "object") add(given, place, [String(value)]);
          else if (value !== null && !Array.isArray(value)) add(given, place, Object.keys(value));
          // An object may allow other members with others beside them: each is asked.
          const question = `${place} ${typeof value === "object" ? Object.keys(value ?? {}).join() : ""}`;
          if (asked.has(question)) continue;
          asked.add(question);
          if (typeof value === "object" && value !== null && !Array.isArray(value)) {
            const message = refusal(config, key, changed(whole, [...path, stranger], 1));
            if (message === undefined || !message.includes(stranger)) unguarded.add(place);
            else add(members, place, allowedIn(message));
          } else if (typeof value === "string" && definitions[key as keyof typeof definitions].type !== "integer") {
            const message = refusal(config, key, changed(whole, path, stranger)) ?? "";
            if (/is not one of|must be [a-z]+(?:,| or)|a kind of|true, false/.test(message))
              add(choices, place, allowedIn(message));
          }
        }
      }
    }
  });

  it("are asked of objects that refuse what they do not know, and say what they do", () => {
    assert.deepEqual([...unguarded], []);
    assert.ok(members.size > 15, `${members.size} objects`);
    for (const [place, names] of members) assert.ok(names.size > 0, place);
    assert.deepEqual([...(members.get("networks[]") ?? [])], ["cidr", "name", "country"]);
    assert.deepEqual([...(choices.get("archiveLock") ?? [])], ["governance", "compliance", "off"]);
  });

  it("are each set in what is deployed under mocks: members", () => {
    const missing = [...members].flatMap(([place, names]) =>
      [...names].filter((name) => given.get(place)?.has(name) !== true).map((name) => `${place}.${name}`),
    );
    assert.deepEqual(missing, []);
  });

  it("are each set in what is deployed under mocks: choices", () => {
    const missing = [...choices].flatMap(([place, options]) =>
      [...options]
        // All regions are alike here.
        .filter((option) => !/^[a-z]+(?:-[a-z]+)+-\d$/.test(option) && given.get(place)?.has(option) !== true)
        .map((option) => `${place}: ${option}`),
    );
    assert.deepEqual(missing, []);
  });
});
