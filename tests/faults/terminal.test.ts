import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { guardedText } from "../../cli/output";
import { printable } from "../../cli/text-table";
import { acting, hostile } from "./hostile-text";

const command = resolve(__dirname, "../../cli/siem.mjs");
/** A name for a file, or for anything else that a command is given; its second line must not look like one of ours. */
const name = "x\u001b[2J\u001b[31mred\u202egpj\u0007\nINJECTED.log";
const nowhere = "http://127.0.0.1:1";

/** All that a command writes, where colours are shown. */
function written(args: readonly string[]): Promise<string> {
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: "1", AWS_REGION: "eu-west-1" };
  return new Promise((done) => {
    execFile(process.execPath, [command, ...args], { env }, (_, stdout, stderr) => done(`${stdout}${stderr}`));
  });
}

const esc = "\u001b";
const ourColours = new RegExp(`${esc}\\[(?:0|1|2|4|2[24]|3[2-9])m|${esc}\\[31m(?!red)`, "g");

/** The same without line ends and the colours that commands use; `name` has a red that no command gives it. */
const withoutOurs = (text: string): string => text.replaceAll("\n", "").replaceAll(ourColours, "");

describe("faults in what the command line shows", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "siem-terminal-"));
  const missing = join(folder, "nowhere", name);
  const file = join(folder, name);
  const rules = join(folder, `${name}.yml`);
  writeFileSync(file, `${hostile}\n`);
  writeFileSync(rules, `title: ${JSON.stringify(name)}\nlevel: ${JSON.stringify(name)}\n`);
  after(() => rmSync(folder, { recursive: true }));

  for (const [what, ...args] of [
    ["a command that there is none of", name],
    ["an option that there is none of", "load", `--${name}`, file],
    ["a file to normalise", "normalize", file],
    ["a file to normalise that is missing", "normalize", missing],
    ["a log source", "normalize", "--source", name, file],
    ["a module of a log source", "normalize", "--source", missing, file],
    ["a time zone", "normalize", "--time-zone", name, file],
    ["a file to detect in", "detect", "--rules", rules, file],
    ["rules to look after", "rules", "lint", rules],
    ["rules to test that are missing", "rules", "test", missing],
    ["a file to load", "load", missing],
    ["samples", "test-source", missing],
    ["a rule to hunt by", "hunt", name, "--endpoint", nowhere],
    ["a finding", "investigate", name, "--endpoint", nowhere],
    ["a time", "rejected", "list", "--since", name, "--bucket", "b"],
    ["a kind", "rejected", "list", "--kind", name],
    ["edited records", "rejected", "replay", "--file", missing],
    ["a time of messages", "dlq", "list", "--since", name, "--dead-letter-queue", nowhere],
    ["a stage", "graph", "--stage", name],
    ["resources to judge", "policies", "check", "--graph", missing],
    ["a policy", "policies", "show", name],
    ["a stack", "doctor", "--stack", name],
    ["a SIEM of a stage", "doctor", "--siem", name],
  ] as const) {
    it(`row 36: ${what} is shown as what it is by siem ${args
      .slice(0, 2)
      .filter((arg) => /^[a-z]+$/.test(arg))
      .join(" ")}`, async () => {
      const text = await written(args);
      assert.match(text, /\S/, "the command said nothing");
      assert.doesNotMatch(withoutOurs(text), acting);
      assert.doesNotMatch(text, /^INJECTED/m);
    });
  }

  it("row 36: whatever a command forgets, colours and line ends are all that passes, and JSON keeps its value", () => {
    const line = `\u001b[31m${hostile}\u001b[39m\u001b[8m\u001b]0;title\u0007\n`;
    const plain = guardedText(line, { colours: false, redraw: false });
    assert.doesNotMatch(plain.replaceAll("\n", ""), acting);
    const coloured = guardedText(line, { colours: true, redraw: true });
    assert.doesNotMatch(withoutOurs(coloured.replace("\u001b[31mred", "red")), acting);
    assert.ok(coloured.startsWith("\u001b[31mx"), coloured);
    assert.match(coloured, /\\u001b\[8m\\u001b\]0;title\\u0007\n$/);
    assert.equal(guardedText("\r\u001b[2K1 of 2", { colours: true, redraw: true }), "\r\u001b[2K1 of 2");
    const value = { name: `${hostile}\u007f` };
    assert.deepEqual(JSON.parse(guardedText(JSON.stringify(value), { colours: false, redraw: false })), value);
  });

  it("row 36: a single value is left neither its colours nor its line ends", () => {
    assert.doesNotMatch(printable(hostile), acting);
    assert.match(printable(hostile), /\\x1b\[31mred.*\\u202eevil\\u2066/);
  });
});
