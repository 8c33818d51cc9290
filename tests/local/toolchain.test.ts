import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, DependencyError } from "../../functions/shared/errors";
import { type CommandResult, missingTool, type RunCommand, runStep } from "../../local/toolchain/commands";
import { requireGo } from "../../local/toolchain/go";
import { installOnce } from "../../local/toolchain/install";
import { requireJdk, requireMaven } from "../../local/toolchain/java";
import { isCompatible } from "../../local/toolchain/pulumi-engine";
import { requirePython } from "../../local/toolchain/python";

/** A machine whose programs answer this; a program that is not named does not exist. */
function machine(answers: Readonly<Record<string, string | CommandResult>>): RunCommand {
  return (command, args) => {
    const answer = answers[[command, ...args].join(" ")] ?? answers[command];
    if (answer === undefined) return Promise.reject(new Error(`spawn ${command} ENOENT`));
    return Promise.resolve(typeof answer === "string" ? { code: 0, output: answer } : answer);
  };
}

const jdk17 = { java: 'openjdk version "17.0.15" 2025-04-15', javac: "javac 17.0.15" };

describe("checking the tools of the machine", () => {
  const accepted: readonly [string, (run: RunCommand) => Promise<void>, Record<string, string>][] = [
    ["JDK 17", requireJdk, jdk17],
    ["JDK 21", requireJdk, { java: 'openjdk version "21" 2023-09-19', javac: "javac 21" }],
    ["Maven", requireMaven, { mvn: "Apache Maven 3.8.7" }],
    ["Python 3.9", requirePython, { python3: "Python 3.9.2" }],
    ["Python 3.13", requirePython, { python3: "Python 3.13.0" }],
    ["Go 1.21", requireGo, { go: "go version go1.21.0 linux/amd64" }],
    ["Go 1.26", requireGo, { go: "go version go1.26.8 darwin/arm64" }],
  ];
  for (const [name, check, answers] of accepted) {
    it(`accepts ${name}`, () => check(machine(answers)));
  }

  const refused: readonly [
    string,
    (run: RunCommand) => Promise<void>,
    Record<string, string | CommandResult>,
    RegExp,
  ][] = [
    ["no Java", requireJdk, {}, /no working java on PATH.*Install it with: .*jdk/s],
    ["a runtime without compiler", requireJdk, { java: jdk17.java }, /no working javac on PATH/],
    ["Java 11", requireJdk, { ...jdk17, java: 'openjdk version "11.0.2"' }, /java is version 11; 17 or newer/],
    ["Java 8", requireJdk, { ...jdk17, java: 'java version "1.8.0_181"' }, /java is version 1; 17 or newer/],
    ["no Maven", requireMaven, {}, /Maven is missing.*Install it with: .*maven/s],
    ["no Python", requirePython, {}, /Python is missing.*Install it with: .*python/s],
    ["Python 3.8", requirePython, { python3: "Python 3.8.10" }, /python3 is Python 3.8.10; 3.9 or newer/],
    [
      "a Python without venv",
      requirePython,
      { "python3 --version": "Python 3.11.2", python3: { code: 1, output: "ModuleNotFoundError" } },
      /venv module is missing.*Install it with: /s,
    ],
    ["no Go", requireGo, {}, /Go is missing.*Install it with: /s],
    ["Go 1.19", requireGo, { go: "go version go1.19.8 linux/amd64" }, /go1.19.8 .*; 1.21 or newer/],
  ];
  for (const [name, check, answers, message] of refused) {
    it(`refuses ${name} and names the command that installs it`, async () => {
      await assert.rejects(check(machine(answers)), (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it("names apt on Linux and brew on macOS", () => {
    const commands = { linux: "sudo apt-get install -y x", darwin: "brew install x" };
    assert.match(missingTool("X is missing", "does y", commands, "linux").message, /sudo apt-get install -y x$/);
    assert.match(missingTool("X is missing", "does y", commands, "darwin").message, /brew install x$/);
  });

  for (const [version, compatible] of [
    ["v3.274.1", true],
    ["v3.248.0", true],
    ["v3.247.9", false],
    ["v4.0.0", false],
    ["dev", false],
  ] as const) {
    it(`${compatible ? "takes" : "does not take"} a Pulumi engine ${version}`, () => {
      assert.equal(isCompatible(version), compatible);
    });
  }
});

describe("installing a tool", () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "siem-install-"));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  const installation = (install: (folder: string) => Promise<void>) => ({
    folder: join(parent, "1.0"),
    what: "the tool",
    duration: "no time",
    install,
  });

  it("is done once", async () => {
    const lines: string[] = [];
    let runs = 0;
    const once = installation((folder) => {
      writeFileSync(join(folder, "file"), "");
      runs++;
      return Promise.resolve();
    });
    await installOnce(once, (line) => lines.push(line));
    await installOnce(once, (line) => lines.push(line));
    assert.equal(runs, 1);
    assert.deepEqual(readdirSync(parent), ["1.0"]);
    assert.deepEqual(lines, ["installing the tool (once, no time) ...", "installed the tool in 0 s"]);
  });

  it("leaves nothing that looks finished when it fails", async () => {
    const failing = installation(() => Promise.reject(new Error("no network")));
    await assert.rejects(
      installOnce(failing, () => undefined),
      /no network/,
    );
    assert.equal(existsSync(failing.folder), false);
    assert.deepEqual(readdirSync(parent), []);
  });

  it("says what the failing program said last", async () => {
    const run = machine({ mvn: { code: 1, output: "line 1\nCould not resolve dependencies\n" } });
    await assert.rejects(runStep(run, "downloading OpenSearch", "mvn", []), (error) => {
      assert.ok(error instanceof DependencyError);
      assert.match(error.message, /^downloading OpenSearch failed: mvn ended with exit code 1:\n.*Could not resolve/s);
      return true;
    });
  });
});
