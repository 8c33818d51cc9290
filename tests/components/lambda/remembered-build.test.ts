import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { detectionRules } from "../../../components/detection/detection-rules";

const rule = (name: string, title = name) => `title: ${title}
id: 00000000-2222-4333-8444-${name.padStart(12, "0")}
name: rule_${name}
status: test
level: low
logsource:
  product: aws
  service: cloudtrail
detection:
  selection:
    eventName: CreateUser
  condition: selection
`;

describe("the detection rules of files", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-rules-"));
  const titles = () => detectionRules([folder]).rules.map(({ title }) => title);
  before(() => {
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a", "1.yml"), rule("1"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("are read once while they are as they were", () => {
    assert.equal(detectionRules([folder]), detectionRules([folder]));
  });

  it("are read again when one is changed, added or removed, in a new folder as well", () => {
    assert.deepEqual(titles(), ["1"]);
    writeFileSync(join(folder, "a", "1.yml"), rule("1", "Another title"));
    assert.deepEqual(titles(), ["Another title"]);
    writeFileSync(join(folder, "a", "2.yml"), rule("2"));
    assert.deepEqual(titles(), ["Another title", "2"]);
    mkdirSync(join(folder, "b"));
    writeFileSync(join(folder, "b", "3.yml"), rule("3"));
    assert.deepEqual(titles(), ["Another title", "2", "3"]);
    rmSync(join(folder, "a", "1.yml"));
    assert.deepEqual(titles(), ["2", "3"]);
  });

  it("that are wrong are refused each time", () => {
    writeFileSync(join(folder, "b", "4.yml"), "title: no rule");
    for (const _ of [1, 2]) assert.throws(() => detectionRules([folder]), /4\.yml/);
  });
});
