import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeFailure } from "../../cli/failure";
import { interruptible } from "../../cli/interrupt";
import { ConfigurationError } from "../../functions/shared/errors";

describe("A command that fails", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-failure-"));
  after(() => rmSync(folder, { recursive: true }));

  function errorOf(file: string, text: string): unknown {
    const path = join(folder, file);
    writeFileSync(path, text);
    try {
      require(path);
    } catch (error) {
      return error;
    }
    return assert.fail(`${file} can be loaded`);
  }

  it("says what to do where a log source's folder was removed", () => {
    const error = errorOf("registry.generated.ts", 'import door from "./sources/acme-door";\nconsole.log(door);\n');
    assert.deepEqual(describeFailure(error), {
      message:
        "sources/acme-door is not there any more, but the list made from the folders still names it. Make it anew with: npm run generate",
    });
  });

  it("keeps the place of a module that is missing elsewhere", () => {
    const { message, stack } = describeFailure(errorOf("other.ts", 'import "./nothing";\n'));
    assert.match(message, /Cannot find module '\.\/nothing'/);
    assert.match(String(stack), /other\.ts/);
  });

  it("says in a line which file cannot be opened, and why", () => {
    const failing = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return error;
      }
    };
    const missing = join(folder, "nowhere", "file");
    assert.deepEqual(describeFailure(failing(() => readFileSync(missing))), {
      message: `${missing} cannot be opened: there is no such file or folder`,
    });
    assert.deepEqual(describeFailure(failing(() => writeFileSync("", ""))), {
      message: '"" cannot be opened: there is no such file or folder',
    });
    assert.deepEqual(describeFailure(failing(() => writeFileSync(folder, ""))), {
      message: `${folder} cannot be opened: it is a folder, not a file`,
    });
    const forbidden = Object.assign(new Error("EACCES"), { code: "EACCES", syscall: "open", path: "secret" });
    assert.deepEqual(describeFailure(forbidden), { message: "secret cannot be opened: you have no permission" });
    const other = Object.assign(new Error("EACCES"), { code: "EACCES", syscall: "connect" });
    assert.match(String(describeFailure(other).stack), /EACCES/);
  });

  it("says what its own errors say, and where it was of any other", () => {
    assert.deepEqual(describeFailure(new ConfigurationError("wrong")), { message: "wrong", stack: undefined });
    assert.match(String(describeFailure(new TypeError("odd")).stack), /TypeError: odd/);
    assert.deepEqual(describeFailure("text"), { message: "text" });
  });
});

describe("What can be interrupted", () => {
  it("is told to stop by Ctrl-C, and has then no result", async () => {
    const listeners = process.listenerCount("SIGINT");
    const { write } = process.stderr;
    let said = "";
    process.stderr.write = (text: string) => {
      said += text;
      return true;
    };
    try {
      const result = await interruptible("the stage keeps running", (interrupted) => {
        const stopped = new Promise((_, reject) => {
          interrupted.addEventListener("abort", () => reject(new Error("stopped")));
        });
        process.emit("SIGINT");
        return stopped;
      });
      assert.equal(result, undefined);
    } finally {
      process.stderr.write = write;
    }
    assert.equal(said, "siem: interrupted; the stage keeps running\n");
    assert.equal(process.listenerCount("SIGINT"), listeners);
  });

  it("keeps its result and its errors otherwise", async () => {
    assert.equal(await interruptible("", () => Promise.resolve(1)), 1);
    await assert.rejects(
      interruptible("", () => Promise.reject(new Error("refused"))),
      /refused/,
    );
  });
});
