import assert from "node:assert/strict";
import type { EcsDocument } from "../../functions/shared/ecs";
import auth from "../../sources/linux-auth";
import iptables from "../../sources/linux-iptables";
import { assertGrowsLinearly } from "../support/growth";

function map(line: string): EcsDocument {
  const mapped = auth.open({ bucket: "archive", key: "secure" })({
    ordinal: 0,
    offset: 0,
    value: `Jan  2 03:04:05 h ${line}`,
  });
  return mapped.kind === "event" ? mapped.document : assert.fail(mapped.kind);
}

describe("recognising Linux authentication logs", () => {
  for (const [program, recognised] of [
    ["sshd[1]", true],
    ["/usr/sbin/sshd[1]", true],
    ["(systemd-logind)[1]", true],
    ["sudo", true],
    ["CRON[1]", true],
    ["su(pam_unix)[1]", true],
    ["constructor[1]", false],
    ["sshd-keygen[1]", false],
    ["nginx", false],
  ] as const) {
    it(`${recognised ? "takes" : "leaves"} lines of ${program}`, () =>
      assert.equal(auth.recognises(`Jan  2 03:04:05 host ${program}: text`), recognised));
  }

  it("takes PAM's lines of any program", () =>
    assert.equal(auth.recognises("Jan  2 03:04:05 host thing: pam_unix(thing:auth): check pass; user unknown"), true));
});

describe("mapping Linux authentication logs", () => {
  for (const [line, user, source] of [
    ["sshd[1]: Disconnected from 198.51.100.7 port 1", undefined, "198.51.100.7"],
    ["sshd[1]: Disconnected from user a b 198.51.100.7 port 1", "a b", "198.51.100.7"],
    ["sshd[1]: Connection closed by 198.51.100.7 [preauth]", undefined, "198.51.100.7"],
    ["sshd[1]: Connection reset by authenticating user root 198.51.100.7 port 1 [preauth]", "root", "198.51.100.7"],
    ["sshd[1]: Received disconnect from 198.51.100.7: 11: Bye Bye [preauth]", undefined, "198.51.100.7"],
    ["sshd[1]: Timeout before authentication for 198.51.100.7 port 1", undefined, "198.51.100.7"],
    ["sshd[1]: error: PAM: Authentication failure for illegal user a from 198.51.100.7", "a", "198.51.100.7"],
    ["sshd[1]: Failed password for from from 198.51.100.7 port 1 ssh2", "from", "198.51.100.7"],
    ["su[1]: + /dev/pts/0 bob:root", "bob", undefined],
    ["su: FAILED su for root by eve", "eve", undefined],
    ["login[1]: ROOT LOGIN ON tty1", "root", undefined],
    [
      "sudo:      bob : 3 incorrect password attempts ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls",
      "bob",
      undefined,
    ],
  ] as const) {
    it(`reads ${line}`, () => {
      const document = map(line);
      assert.deepEqual([document.user?.name, document.source?.ip], [user, source]);
    });
  }

  for (const odd of [" from ", " for ", " by ", " port 1", "x", ": ", " ; ", "(uid=", "user="]) {
    it(`reads lines full of ${JSON.stringify(odd)}, as attackers may send them, in linear time`, () =>
      assertGrowsLinearly(200_000, (size) => {
        const text = odd.repeat(size / odd.length);
        for (const start of [
          "Failed password for ",
          "Accepted a for ",
          "PAM: ",
          "Starting session: ",
          "session opened for user ",
          "(a) CMD (",
          "a : ",
          "Disconnected from user ",
        ]) {
          for (const program of ["sshd", "sudo", "CRON", "login"]) map(`${program}: ${start}${text}\n`);
        }
        iptables.recognises(`Jan  2 03:04:05 h kernel: IN=${text} OUT= SRC=`);
      }));
  }
});
