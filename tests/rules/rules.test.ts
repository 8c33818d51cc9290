import assert from "node:assert/strict";
import { basename, relative } from "node:path";
import { builtInRulesFolder } from "../../components/detection/built-in-rules";
import { readRules } from "../../functions/detector/read-rules";
import { sources } from "../../functions/loader/registry.generated";
import { testRule } from "../../functions/loader/rule-test";
import { describeProblem, type SigmaCorrelation, type SigmaRule } from "../../functions/shared/sigma";
import { tactics, tacticsOf } from "./attack-techniques";

const folder = builtInRulesFolder;
const { rules, correlations, filters, problems, files } = readRules([folder]);
const detections: readonly (SigmaRule | SigmaCorrelation)[] = [...rules, ...correlations];
const all = [...detections, ...filters];

type Document = (typeof all)[number];

const place = ({ location }: Document): string => relative(folder, location.file);

/** Asserts that nothing is wrong, else with what is, each with its file. */
function assertNone<T extends Document>(documents: readonly T[], faultOf: (document: T) => string | undefined): void {
  const faults = documents.flatMap((document) => {
    const fault = faultOf(document);
    return fault === undefined ? [] : [`${place(document)}: ${fault}`];
  });
  assert.deepEqual(faults, []);
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

const testTexts = ({ tests }: SigmaRule): string[] =>
  [...(tests?.match ?? []), ...(tests?.noMatch ?? [])].flatMap(({ record }) => textsOf(record));

describe("the rules of this product", () => {
  it("have no fault and no warning, and lead nowhere that is not there", () => {
    assert.deepEqual(problems.map(describeProblem), []);
  });

  it("are one document a file, which has the rule's name, under its log", () => {
    assert.equal(files.length, all.length, "a file holds several documents, or one that was left out");
    assertNone(all, ({ location, name }) =>
      basename(location.file) === `${name ?? basename(location.file, ".yml")}.yml` ? undefined : `name is ${name}`,
    );
    assertNone(detections, ({ name }) => (/^[a-z0-9]+(?:_[a-z0-9]+)+$/.test(name ?? "") ? undefined : `name ${name}`));
  });

  it("have ids of their own, and say who wrote them and when", () => {
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length, "two documents have the same id, or none");
    assertNone(all, ({ author, date, status, description }) =>
      author === "pulumi-aws-siem" && date !== undefined && status !== undefined && (description?.length ?? 0) > 30
        ? undefined
        : "author, date, status or description is missing",
    );
  });

  it("say how bad it is, what else it may be and what to do", () => {
    assertNone(detections, ({ level, falsepositives, custom }) => {
      const { triage } = custom;
      if (level === undefined) return "level is missing";
      if (falsepositives.length === 0) return "falsepositives is missing";
      const steps = Array.isArray(triage) && triage.length > 0 && triage.every((step) => typeof step === "string");
      return steps ? undefined : "triage is missing";
    });
  });

  it("refer to documentation by https", () => {
    assertNone(detections, ({ references }) =>
      references.length > 0 && references.every((reference) => reference.startsWith("https://"))
        ? undefined
        : `references: ${references.join(", ")}`,
    );
  });

  it("name techniques of ATT&CK, and tactics that those are used for", () => {
    assertNone(detections, ({ tags }) => {
      const names = tags.map((tag) => tag.replace(/^attack\./, ""));
      const techniques = names.filter((name) => /^t\d{4}(?:\.\d{3})?$/.test(name));
      const named = names.filter((name) => !techniques.includes(name));
      const known: readonly string[] = tactics;
      const unknown = named.filter((name) => !known.includes(name));
      if (unknown.length > 0) return `${unknown.join(", ")} is no tactic or technique`;
      if (named.length === 0) return "no tactic";
      const rows = techniques.map((name) => ({ name, used: tacticsOf[name.slice(0, 5)] ?? [] }));
      const unfit = rows.filter(({ used }) => !used.some((tactic) => named.includes(tactic)));
      if (unfit.length > 0) return `${unfit.map(({ name }) => name).join(", ")} is not used for ${named.join(", ")}`;
      if (rows.length === 0) return undefined;
      const unfounded = named.filter((tactic) => !rows.some(({ used }) => used.some((one) => one === tactic)));
      return unfounded.length === 0 ? undefined : `no technique for ${unfounded.join(", ")}`;
    });
  });

  it("that are only counted are counted by a correlation", () => {
    const counted = new Set(correlations.flatMap((correlation) => correlation.rules.map(({ to }) => to)));
    assertNone(rules, ({ level, name = "" }) =>
      level === "informational" && !counted.has(name) ? "it is informational and no correlation uses it" : undefined,
    );
  });

  it("that wake somebody on their own do so also where a correlation refers to them", () => {
    const levels = new Map(detections.map(({ name, level }) => [name, level]));
    assertNone(correlations, ({ generate, rules: bases }) => {
      const silenced = bases.filter(({ to }) => levels.get(to) !== "informational").map(({ to }) => to);
      return silenced.length === 0 || generate
        ? undefined
        : `without generate: true it silences ${silenced.join(", ")}`;
    });
  });

  it("are for logs that the product reads", () => {
    const logs = new Set(sources.map(({ dataset }) => dataset));
    assertNone(rules, ({ logsource: { product, service } }) =>
      logs.has(`${product}.${service}`) ? undefined : `no log source writes ${product}.${service}`,
    );
  });

  it("know nothing of their own tests, of tools that imitate attacks, or of anybody's account", () => {
    const tools = /stratus|atomic.?red|\bpacu\b|cloudgoat|leonidas|traildiscover|pentest-lab|mordor|otrf/i;
    assertNone(rules, (rule) => {
      const detection = JSON.stringify(rule.detection);
      const account = /(?<![\d.])\d{12}(?![\d.])/.exec(detection);
      const tool = tools.exec(detection) ?? tools.exec(rule.title);
      const fixture = /example|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8/i.exec(detection);
      const found = account ?? tool ?? fixture;
      return found === null ? undefined : `it names ${found[0]}`;
    });
  });

  it("are tested with two events at least and two near misses", () => {
    assertNone(rules, ({ tests }) =>
      (tests?.match.length ?? 0) >= 2 && (tests?.noMatch.length ?? 0) >= 2 ? undefined : "it has too few events",
    );
  });

  it("are tested with addresses and accounts of documentation only", () => {
    const accounts = ["111122223333", "444455556666", "777788889999"];
    const documentation =
      /^(?:192\.0\.2|198\.51\.100|203\.0\.113|10\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+|192\.168\.\d+|169\.254\.\d+|127\.0\.0|0\.0\.0)\.\d+$/;
    assertNone(rules, (rule) => {
      const texts = testTexts(rule);
      const account = texts
        .flatMap((text) => text.match(/(?<=arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:)\d{12}(?=:)/g) ?? [])
        .find((found) => !accounts.includes(found));
      const address = texts
        .filter((text) => !/[A-Za-z/]\d+(?:\.\d+){3}/.test(text))
        .flatMap((text) => text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g) ?? [])
        .find((found) => !documentation.test(found));
      const found = account ?? address;
      return found === undefined ? undefined : `its events hold ${found}`;
    });
  });

  it("match each of their events and none of their near misses", async () => {
    const faults = await Promise.all(rules.map((rule) => testRule(rule, sources)));
    assert.deepEqual(
      faults.flat().map(({ location, message }) => `${relative(folder, location.file)}:${location.line}: ${message}`),
      [],
    );
  });
});
