import assert from "node:assert/strict";
import { readApplicationLog } from "../../../functions/shared/application-log";

describe("an application's JSON line", () => {
  for (const { logger, entry, message, level } of [
    { logger: "pino", entry: { level: 50, msg: "no", time: 1767322506123 }, message: "no", level: "error" },
    { logger: "zap", entry: { level: "warn", ts: "2026-01-02T02:55:06Z", msg: "no" }, message: "no", level: "warn" },
    { logger: "Google's", entry: { severity: "ERROR", message: "no" }, message: "no", level: "error" },
    { logger: "log4j's", entry: { level: "FATAL", message: "no", thread: "main" }, message: "no", level: "fatal" },
  ]) {
    it(`gives level and message of ${logger} logger`, () => {
      const { document } = readApplicationLog(entry);
      assert.deepEqual([document.message, document.log?.level], [message, level]);
    });
  }

  it("keeps what ECS has no field for, without credentials", () => {
    const { rest } = readApplicationLog({
      message: "no",
      user: "ann",
      password: "hunter2",
      inner: { access_token: "x" },
    });
    assert.deepEqual(rest, { user: "ann", password: "REDACTED", inner: { access_token: "REDACTED" } });
  });

  it("keeps a member of a logger's name that does not hold what it should", () => {
    const { document, rest } = readApplicationLog({ level: { a: 1 }, time: "soon", name: "x" });
    assert.equal(document.log?.level, undefined);
    assert.deepEqual(rest, { level: { a: 1 }, time: "soon", name: "x" });
  });
});
