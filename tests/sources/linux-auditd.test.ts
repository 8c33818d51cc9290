import assert from "node:assert/strict";
import type { EcsDocument } from "../../functions/shared/ecs";
import auditd from "../../sources/linux-auditd";
import { assertGrowsLinearly } from "../support/growth";

function map(line: string): EcsDocument {
  const mapped = auditd.open({ bucket: "archive", key: "audit.log" })({ ordinal: 0, offset: 0, value: line });
  return mapped.kind === "event" ? mapped.document : assert.fail(mapped.kind);
}

describe("recognising audit records", () => {
  for (const [line, recognised] of [
    ["type=SYSCALL msg=audit(1767322203.401:1): a=1", true],
    ["node=web-1 type=UNKNOWN[1420] msg=audit(1767322203.401:1): a=1", true],
    ["Jan  2 02:50:03 web-1 audispd: type=CWD msg=audit(1767322203.401:1): cwd=/", true],
    ["Jan  2 02:50:03 web-1 kernel: audit: type=1400 audit(1767322203.401:1): a=1", true],
    ["type=SYSCALL msg=audit(1767322203:1): a=1", false],
    ["type=syscall msg=audit(1767322203.401:1): a=1", false],
    ["Jan  2 02:50:03 web-1 sshd[1]: type=SYSCALL", false],
    ["", false],
  ] as const) {
    it(`${recognised ? "takes" : "leaves"} ${line || "nothing"}`, () =>
      assert.equal(auditd.recognises(line), recognised));
  }
});

describe("mapping audit records", () => {
  for (const [time, expected] of [
    ["1767322203.076", "2026-01-02T02:50:03.076Z"],
    ["1783414573.999", "2026-07-07T08:56:13.999Z"],
    ["1.000", "1970-01-01T00:00:01.000Z"],
  ] as const) {
    it(`keeps the milliseconds of ${time}`, () =>
      assert.equal(map(`type=CWD msg=audit(${time}:1): cwd="/"`)["@timestamp"], expected));
  }

  for (const odd of ["a={ ", "a=' ", 'a=" ', "=", " ", "41", "a0=41 ", "avc: denied { "]) {
    it(`reads values full of ${JSON.stringify(odd)} in linear time`, () =>
      assertGrowsLinearly(1_000_000, (size) => {
        map(`type=EXECVE msg=audit(1767322203.401:1): ${odd.repeat(size / odd.length)}`);
        map(`type=PROCTITLE msg=audit(1767322203.401:1): proctitle=${odd.repeat(size / odd.length)}`);
      }));
  }
});
