import { text } from "../../functions/shared/values";
import type { AuthParts, AuthRule } from "./rule";

const command = { category: ["process", "session"], type: ["start"] } as const;

/** `TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/bin/ls`: the command comes last and may hold anything. */
function sudoParts(user: string | undefined, members: string): AuthParts {
  const start = members.indexOf("COMMAND=");
  const before = (start === -1 ? members : members.slice(0, start)).split(" ; ");
  const value = (name: string): string | undefined =>
    before
      .find((member) => member.trim().startsWith(`${name}=`))
      ?.trim()
      .slice(name.length + 1);
  return {
    user,
    effective: value("USER"),
    group: value("GROUP"),
    commandLine: start === -1 ? undefined : text(members.slice(start + "COMMAND=".length)),
    workingDirectory: value("PWD"),
    linux: { tty: value("TTY"), host: value("HOST"), session: value("TSID") },
  };
}

/** @see https://www.sudo.ws/docs/man/sudoers.man/#EVENT_LOGGING */
export const sudoRules: readonly AuthRule[] = [
  {
    pattern: /^([^:]{1,256}?) : ((?:HOST=|TTY=|PWD=|USER=|GROUP=|TSID=|ENV=|COMMAND=).*)$/s,
    action: "command",
    ...command,
    outcome: "success",
    read: ([, user, members = ""]) => sudoParts(user, members),
  },
  {
    // A refusal has its reason in front.
    pattern: /^([^:]{1,256}?) : ([^;]{1,256}) ; ((?:HOST=|TTY=|PWD=|USER=|GROUP=|TSID=|ENV=|COMMAND=).*)$/s,
    action: "command-refused",
    ...command,
    outcome: "failure",
    read: ([, user, reason, members = ""]) => ({ ...sudoParts(user, members), reason }),
  },
];

/** `su` of util-linux and of shadow. */
export const suRules: readonly AuthRule[] = [
  {
    pattern: /^(FAILED SU )?\(to (\S+)\) (\S+) on (\S+)/,
    action: "switch-user",
    category: ["authentication"],
    type: ["start"],
    read: ([, failed, effective, user, tty]) => ({
      user,
      effective,
      outcome: failed === undefined ? "success" : "failure",
      linux: { tty },
    }),
  },
  {
    pattern: /^(Successful|FAILED) su for (\S+) by (\S+)/,
    action: "switch-user",
    category: ["authentication"],
    type: ["start"],
    read: ([, result, effective, user]) => ({ user, effective, outcome: result === "FAILED" ? "failure" : "success" }),
  },
  {
    pattern: /^([+-]) (\S{1,256}) (\S{1,256}):(\S{1,256})$/,
    action: "switch-user",
    category: ["authentication"],
    type: ["start"],
    read: ([, sign, tty, user, effective]) => ({
      user,
      effective,
      outcome: sign === "+" ? "success" : "failure",
      linux: { tty },
    }),
  },
];

export const loginRules: readonly AuthRule[] = [
  {
    pattern: /^(ROOT|DIALUP|) ?LOGIN ON (\S+)(?: BY (\S+))?(?: FROM (\S+))?/,
    action: "login",
    category: ["authentication"],
    type: ["start"],
    outcome: "success",
    read: ([, kind, tty, user, source]) => ({
      user: user ?? (kind === "ROOT" ? "root" : undefined),
      source,
      linux: { tty },
    }),
  },
  {
    pattern: /^(?:FAILED LOGIN|TOO MANY LOGIN TRIES) \(\d+\)(?: on '([^']*)')?(?: FROM (\S+))? FOR '?(.*?)'?, (.*)$/i,
    action: "login",
    category: ["authentication"],
    type: ["start"],
    outcome: "failure",
    read: ([, tty, source, user, reason]) => ({ user, source, reason, linux: { tty } }),
  },
];

/** systemd's login manager. */
export const logindRules: readonly AuthRule[] = [
  {
    pattern: /^New session '?(\S+?)'? of user '?(.*?)'?(?: with class .*)?\.$/,
    action: "session-opened",
    category: ["session"],
    type: ["start"],
    outcome: "success",
    read: ([, session, user]) => ({ user, linux: { session } }),
  },
  {
    pattern: /^(?:Removed session|Session) '?(\S+?)'?(?: logged out.*)?\.$/,
    action: "session-closed",
    category: ["session"],
    type: ["end"],
    read: ([, session]) => ({ linux: { session } }),
  },
  {
    pattern: /^(?:Power key pressed|System is (?:powering down|rebooting|halting))/,
    action: "power",
    category: ["host"],
    type: ["change"],
  },
];

/** cron, crond, anacron and crontab. */
export const cronRules: readonly AuthRule[] = [
  {
    pattern: /^\(([^)]{1,256})\) CMD \((.*)\)$/s,
    action: "cron-command",
    category: ["process"],
    type: ["start"],
    outcome: "success",
    read: ([, user, commandLine]) => ({ user, commandLine: commandLine?.trim() }),
  },
  {
    pattern: /^\(([^)]{1,256})\) (REPLACE|BEGIN EDIT|END EDIT|DELETE|RELOAD|LIST) \(([^)]{1,256})\)/,
    action: "crontab",
    category: ["configuration"],
    type: ["change"],
    read: ([, user, verb, target]) => ({ user, target, linux: { operation: verb?.toLowerCase() } }),
  },
];
