import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rulesOfStage, type StageRules } from "../../../cli/rules/of-stage";
import { ConfigurationError } from "../../../functions/shared/errors";

const rule = (title: string): string => `title: ${title}
logsource: { product: aws, service: cloudtrail }
detection: { sel: { eventName: StopLogging }, condition: sel }
`;

describe("the rules of a stage", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-rules-of-stage-"));
  before(() => {
    mkdirSync(join(folder, "our-rules"));
    writeFileSync(join(folder, "our-rules", "ours.yml"), rule("Ours"));
    writeFileSync(join(folder, "given.yml"), rule("Given"));
    const settings = (detection: string): string => `config:\n  siem:detection: ${detection}\n`;
    writeFileSync(
      join(folder, "Pulumi.prod.yaml"),
      settings("{ rules: [our-rules], builtInRules: false, email: { secure: x } }"),
    );
    writeFileSync(join(folder, "Pulumi.both.yaml"), settings("{ rules: [our-rules] }"));
    writeFileSync(join(folder, "Pulumi.local.yaml"), "config: {}\n");
    writeFileSync(join(folder, "Pulumi.wrong.yaml"), settings("{ rules: our-rules }"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (options: StageRules) => rulesOfStage(options, folder).rules.map(({ title }) => title);
  const builtIn = "AWS Config was stopped";

  it("are those that its settings name, from their folder", () => {
    assert.deepEqual(read({ stack: "prod" }), ["Ours"]);
    assert.deepEqual(read({ stack: "our-org/siem/prod" }), ["Ours"]);
    assert.deepEqual(read({ stage: "prod" }), ["Ours"]);
  });

  it("are the project's own too where the settings do not leave them out", () => {
    const both = read({ stack: "both" });
    assert.deepEqual([both.includes("Ours"), both.includes(builtIn)], [true, true]);
  });

  it("are the project's own of the local stage, of an endpoint, and of a stage whose settings are elsewhere", () => {
    for (const options of [{}, { endpoint: "https://search.example.com" }, { stack: "elsewhere" }]) {
      const titles = read(options);
      assert.deepEqual([titles.includes("Ours"), titles.includes(builtIn)], [false, true], JSON.stringify(options));
    }
  });

  it("are those of paths that are given instead", () => {
    assert.deepEqual(read({ stack: "prod", rules: [join(folder, "given.yml")] }), ["Given"]);
  });

  it("are refused with the setting's name where it is not allowed", () => {
    assert.throws(
      () => read({ stack: "wrong" }),
      (error) => error instanceof ConfigurationError && /siem:detection.*rules/.test(error.message),
    );
  });
});
