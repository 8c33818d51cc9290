import assert from "node:assert/strict";
import { buildRuleSet, parseSigma, SigmaEngine, type SigmaRule } from "../../../../functions/shared/sigma";

const rule = (name: string, { field = "f", product = "test", more = "" } = {}): string =>
  `title: ${name}\nname: ${name}\n${more}logsource: { product: ${product} }\ndetection: { s: { ${field}: ${name} }, condition: s }\n`;
const correlation = (name: string, rules: string): string =>
  `title: ${name}\nname: ${name}\ncorrelation: { type: temporal, rules: [${rules}], timespan: 5m }\n`;

function ruleSet(...texts: string[]) {
  const { documents, problems } = parseSigma(texts.join("---\n"), "all.yml");
  assert.deepEqual(
    problems.filter(({ severity }) => severity === "error"),
    [],
  );
  const set = buildRuleSet(documents);
  return { ...set, messages: set.problems.map(({ location, message }) => `${location.line}: ${message}`) };
}

const titles = (documents: readonly { readonly title: string }[]): string[] => documents.map(({ title }) => title);

describe("a set of Sigma rules", () => {
  it("orders correlations behind those that they refer to, by name or id", () => {
    const id = "2a4f0c1e-7d0b-4a55-9a3c-6f0b8a6f7e99";
    const set = ruleSet(
      correlation("top", "middle, one"),
      correlation("middle", id),
      rule("one"),
      rule("two", { more: `id: ${id}\n` }),
    );
    assert.deepEqual(titles(set.correlations), ["middle", "top"]);
    assert.deepEqual(set.messages, []);
  });

  it("refuses correlations in a circle and those that refer to them, and keeps the others", () => {
    const set = ruleSet(
      rule("one"),
      correlation("a", "b"),
      correlation("b", "a"),
      correlation("c", "a, one"),
      correlation("d", "one"),
    );
    assert.deepEqual(titles(set.correlations), ["d"]);
    assert.deepEqual(set.messages, ["6: the correlation refers to itself: a -> b -> a"]);
  });

  it("refuses a correlation that refers to nothing, and says what may be meant", () => {
    const set = ruleSet(rule("failed_login"), correlation("many", "failed_logins"));
    assert.deepEqual(titles(set.correlations), []);
    assert.deepEqual(set.messages, [
      "8: there is no rule with the id or name failed_logins: did you mean failed_login?",
    ]);
  });

  it("refuses the second of two documents with one name, and names the first", () => {
    const set = ruleSet(rule("one"), rule("one", { field: "g" }), rule("two"));
    assert.deepEqual(titles(set.rules), ["one", "two"]);
    assert.deepEqual(set.messages, ["6: one is also the id or name of all.yml:1: give each its own"]);
  });

  it("keeps author and id of a rule, and members that Sigma does not know", () => {
    const [document] = parseSigma(
      rule("one", { more: "id: x\nauthor: A. Uthor, B. Uthor\nowner: team\n" }),
      "a.yml",
    ).documents;
    assert.equal(document?.author, "A. Uthor, B. Uthor");
    assert.equal(document?.id, "x");
    assert.deepEqual(document?.custom, { owner: "team" });
  });

  it("gives a rule the same hash wherever it is written, and another where it detects something else", () => {
    const hashOf = (text: string) => (parseSigma(text, "a.yml").documents[0] as SigmaRule).hash;
    assert.equal(hashOf(rule("one")), hashOf(`# a comment\n${rule("one", { more: "level: high\n" })}`));
    assert.notEqual(hashOf(rule("one")), hashOf(rule("one", { field: "g" })));
  });

  it("survives being written as JSON", () => {
    const { rules } = ruleSet(rule("one"), rule("two"));
    const read = JSON.parse(JSON.stringify(rules)) as SigmaRule[];
    assert.deepEqual(titles(new SigmaEngine(read).forLogSource({ product: "test" }).match({ record: { f: "TWO" } })), [
      "two",
    ]);
  });
});

describe("a correlation", () => {
  it("is read with all its parts", () => {
    const text = `title: many users
id: 2a4f0c1e-7d0b-4a55-9a3c-6f0b8a6f7e99
level: high
correlation:
  type: value_count
  rules: [one, two]
  group-by: [host, ip]
  timespan: 90m
  condition: { field: user, gt: 5, lte: 10.5 }
  aliases:
    ip: { one: source.ip, two: destination.ip }
generate: true
`;
    const { documents, problems } = parseSigma(text, "a.yml");
    assert.deepEqual(problems, []);
    const [found] = documents;
    assert.ok(found?.kind === "correlation", "a correlation");
    assert.deepEqual(
      {
        type: found.type,
        rules: found.rules.map(({ to }) => to),
        groupBy: found.groupBy,
        seconds: found.timespanSeconds,
      },
      { type: "value_count", rules: ["one", "two"], groupBy: ["host", "ip"], seconds: 5_400 },
    );
    assert.deepEqual(found.condition, {
      bounds: [
        { operator: "lte", value: 10.5 },
        { operator: "gt", value: 5 },
      ],
      fields: ["user"],
    });
    assert.deepEqual(found.aliases, { ip: { one: "source.ip", two: "destination.ip" } });
    assert.equal(found.generate, true);
  });

  it("of events in time needs all its rules where it says no number, and groups by nothing where it names no field", () => {
    const [found] = parseSigma(correlation("near", "one, two, three"), "a.yml").documents;
    assert.ok(found?.kind === "correlation", "a correlation");
    assert.deepEqual(found.condition, { bounds: [{ operator: "gte", value: 3 }], fields: [] });
    assert.deepEqual(found.groupBy, []);
  });

  for (const [timespan, seconds] of [
    ["45s", 45],
    ["5m", 300],
    ["2h", 7_200],
    ["30d", 2_592_000],
  ] as const) {
    it(`of ${timespan} spans ${seconds} seconds`, () => {
      const [found] = parseSigma(correlation("near", "one").replace("5m", timespan), "a.yml").documents;
      assert.equal(found?.kind === "correlation" && found.timespanSeconds, seconds);
    });
  }
});

describe("a Sigma filter", () => {
  const filter = (rules: string, { condition = "not s", product = "test", more = "" } = {}): string =>
    `title: harmless\n${more}logsource: { product: ${product} }\nfilter: { rules: ${rules}, s: { user: backup }, condition: ${condition} }\n`;

  function matching(texts: string[], record: unknown, document?: unknown): string[] {
    const { rules, filters } = ruleSet(...texts);
    const matcher = new SigmaEngine(rules, filters).forLogSource({ product: "test" });
    const found = matcher.match({ record, document });
    assert.deepEqual(found, matcher.matchEvery({ record, document }));
    return titles(found);
  }

  it("is added to the rules that it names by and, as it is written", () => {
    const texts = [rule("one"), rule("two", { field: "g" }), filter("[one]")];
    assert.deepEqual(matching(texts, { f: "one", g: "two", user: "mary" }), ["one", "two"]);
    assert.deepEqual(matching(texts, { f: "one", g: "two", user: "backup" }), ["two"]);
    assert.deepEqual(matching([rule("one"), filter("[one]", { condition: "s" })], { f: "one", user: "mary" }), []);
    assert.deepEqual(matching([rule("one"), filter("[one]", { condition: "s" })], { f: "one", user: "backup" }), [
      "one",
    ]);
  });

  it("for any rule is for those of its log source", () => {
    const texts = [rule("one"), filter("any"), filter("any", { product: "other", more: "name: second\n" })];
    assert.deepEqual(matching(texts, { f: "one", user: "backup" }), []);
    assert.deepEqual(matching([rule("one"), filter("any", { product: "other" })], { f: "one", user: "backup" }), [
      "one",
    ]);
  });

  it("may look at the document where the rule looks at the record", () => {
    const texts = [rule("one"), filter("[one]", { more: "taxonomy: ecs\n" })];
    assert.deepEqual(matching(texts, { f: "one" }, { user: "backup" }), []);
    assert.deepEqual(matching(texts, { f: "one", user: "backup" }, { user: "mary" }), ["one"]);
  });

  it("is refused where it names nothing, a correlation, or a rule of other logs", () => {
    for (const [texts, message] of [
      [[rule("one"), filter("[won]")], /no rule with the id or name won: did you mean one\?/],
      [[rule("one"), correlation("near", "one"), filter("[near]")], /filter the rules that it refers to/],
      [[rule("one", { product: "other" }), filter("[one]")], /other logs/],
    ] as const) {
      const { filters, messages } = ruleSet(...texts);
      assert.deepEqual(filters, []);
      assert.match(messages.join("\n"), message);
    }
  });
});

describe("the log source of a rule", () => {
  const rules = [
    "title: all of aws\nlogsource: { product: aws }\ndetection: { s: { f: 1 }, condition: s }\n",
    "title: cloudtrail\nlogsource: { product: aws, service: cloudtrail }\ndetection: { s: { f: 1 }, condition: s }\n",
    "title: web\nlogsource: { category: webserver }\ndetection: { s: { f: 1 }, condition: s }\n",
    "title: apache\nlogsource: { category: webserver, product: apache, definition: anything }\ndetection: { s: { f: 1 }, condition: s }\n",
  ].join("---\n");
  const engine = new SigmaEngine(ruleSet(rules).rules);

  for (const [what, logs, expected] of [
    ["all that it says is so", [{ product: "aws", service: "cloudtrail" }], ["all of aws", "cloudtrail"]],
    ["it says less", [{ product: "aws", service: "waf" }], ["all of aws"]],
    [
      "the log goes by several names",
      [
        { product: "apache", service: "access" },
        { category: "webserver", product: "apache" },
      ],
      ["web", "apache"],
    ],
    ["names are not mixed", [{ product: "apache" }, { category: "webserver" }], ["web"]],
    ["nothing is known", [], []],
  ] as const) {
    it(`is met where ${what}`, () => {
      assert.deepEqual(titles(engine.forLogSource(...logs).match({ record: { f: 1 } })), expected);
    });
  }
});

describe("the taxonomy of a rule", () => {
  const text = "title: a\ntaxonomy: ecs\nlogsource: { product: test }\ndetection: { s: { f: null }, condition: s }\n";
  it("ecs is for the document; without one, not even what must be absent matches", () => {
    const matcher = new SigmaEngine(ruleSet(text).rules).forLogSource({ product: "test" });
    assert.equal(matcher.match({ record: { f: 1 }, document: {} }).length, 1);
    assert.equal(matcher.match({ record: {}, document: { f: 1 } }).length, 0);
    assert.equal(matcher.match({ record: {} }).length, 0);
  });
});
