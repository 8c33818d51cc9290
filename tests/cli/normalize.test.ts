import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { logFileFault, whyUnreadable } from "../../cli/log-file";
import { normalize } from "../../cli/normalize";

describe("siem normalize", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-normalize-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function run(files: string[]): Promise<{ code: number; messages: string[] }> {
    const messages: string[] = [];
    const { error } = console;
    const { write } = process.stdout;
    console.error = (line: unknown) => messages.push(String(line));
    process.stdout.write = () => true;
    try {
      return { code: await normalize(files, {}), messages };
    } finally {
      console.error = error;
      process.stdout.write = write;
    }
  }

  it("says in words which files it cannot read, goes on with the next and ends with 1", async () => {
    const file = join(folder, "notes.txt");
    writeFileSync(file, "a line\n");
    mkdirSync(join(folder, "logs"));
    const { code, messages } = await run([join(folder, "nowhere"), join(folder, "logs"), join(file, "x"), file]);
    assert.equal(code, 1);
    assert.deepEqual(messages, [
      `there is no file ${folder}/nowhere`,
      `${folder}/logs is a folder: give its files`,
      `there is no file ${file}/x`,
      `${file}: unrecognised, 1 received, 1 document`,
    ]);
    assert.equal((await run([file])).code, 0);
  });

  it("says why its output cannot be written, and ends with 1", function () {
    // Where every write fails as on a full disk; only Linux has it.
    if (!existsSync("/dev/full")) {
      console.log("      there is no /dev/full here");
      this.skip();
    }
    const file = join(folder, "notes.txt");
    writeFileSync(file, "a line\n");
    const full = openSync("/dev/full", "w");
    const command = resolve(__dirname, "../../cli/siem.mjs");
    const { status, stderr } = spawnSync(process.execPath, [command, "normalize", file], {
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    assert.equal(status, 1);
    assert.equal(stderr.split("\n").at(-2), "the output cannot be written: its file system is full");
  });

  it("ends on Ctrl-C with a line and 130, even while it waits for a program that writes to a pipe", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const command = resolve(__dirname, "../../cli/siem.mjs");
    const child = spawn(process.execPath, [command, "normalize", pipe], { stdio: ["ignore", "ignore", "pipe"] });
    let messages = "";
    for await (const chunk of child.stderr) {
      messages += String(chunk);
      if (messages.endsWith("writes to it\n")) child.kill("SIGINT");
    }
    if (child.exitCode === null) await once(child, "exit");
    assert.equal(child.exitCode, 130);
    assert.equal(messages, `${pipe} is a pipe: waiting for a program that writes to it\nsiem: interrupted\n`);
  });
});

describe("What keeps a log file from being read", () => {
  const failed = (code: string) => Object.assign(new Error(`${code}: of the system`), { code, syscall: "open" });
  const rows: readonly [string, string][] = [
    ["EACCES", "trail.json may not be read by you; ask for read permission"],
    ["EPERM", "trail.json may not be read by you; ask for read permission"],
    ["ENXIO", "trail.json is a socket, not a file"],
    ["EIO", "trail.json cannot be read: EIO: of the system"],
  ];
  for (const [code, words] of rows) {
    it(`is said in words: ${code}`, () => assert.equal(whyUnreadable("trail.json", failed(code)), words));
  }

  it("is not the fault of the mapping", () => {
    assert.equal(whyUnreadable("trail.json", new TypeError("x is undefined")), undefined);
  });

  it("is found before anything is delivered", () => {
    assert.equal(logFileFault(__filename), undefined);
    assert.equal(logFileFault(__dirname), `${__dirname} is a folder: give its files`);
    assert.equal(logFileFault("/nowhere.json"), "there is no file /nowhere.json");
    assert.equal(logFileFault("/dev/null"), "/dev/null is not a file");
  });
});
