import type { AuthParts, AuthRule } from "./rule";

const failure = { category: ["authentication"], type: ["start"], outcome: "failure" } as const;

/** `logname=bob uid=1000 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=root`: any of them may be empty. */
function members(text: string): AuthParts {
  const value = (name: string): string | undefined => {
    const found = ` ${text}`.indexOf(` ${name}=`);
    return found === -1 ? undefined : /^[^ ]{1,512}/.exec(text.slice(found + name.length + 1))?.[0];
  };
  const user = value("user");
  return {
    user: user ?? value("ruser") ?? value("logname"),
    source: value("rhost"),
    linux: {
      tty: value("tty"),
      uid: value("uid"),
      euid: value("euid"),
      remote_user: value("ruser"),
      login_name: value("logname"),
    },
  };
}

/** Messages of PAM's modules, behind `pam_unix(sshd:auth): `. */
export const pamRules: readonly AuthRule[] = [
  {
    pattern: /^(?:\d+ more )?authentication failures?; ?(.*)$/,
    action: "authentication-failure",
    ...failure,
    read: ([, rest = ""]) => members(rest),
  },
  {
    pattern: /^session opened for user ([^\s(]{1,256})(?:\(uid=(\d+)\))?(?: by ([^\s(]{0,256})(?:\(uid=(\d+)\))?)?$/,
    action: "session-opened",
    category: ["session"],
    type: ["start"],
    outcome: "success",
    read: ([, user, userId, by, byId]) => ({ user, userId, linux: { opened_by: by, opened_by_uid: byId } }),
  },
  {
    pattern: /^session closed for user (.*)$/,
    action: "session-closed",
    category: ["session"],
    type: ["end"],
    outcome: "success",
    read: ([, user]) => ({ user }),
  },
  { pattern: /^check pass; user unknown/, action: "unknown-user", ...failure },
  {
    pattern: /^password changed for (\S+)/,
    action: "password-changed",
    category: ["iam"],
    type: ["user", "change"],
    outcome: "success",
    read: ([, target]) => ({ target }),
  },
  {
    pattern: /^user \[?([^\s\]]{1,256})\]?(?: \((\d+)\))? (not found|tally .*|has .*)$/,
    action: "user-refused",
    ...failure,
    read: ([, user, userId, reason]) => ({ user, userId, reason }),
  },
  {
    pattern: /^account (\S+) has (.*)$/,
    action: "account-refused",
    ...failure,
    read: ([, user, reason]) => ({ user, reason: reason === undefined ? undefined : `has ${reason}` }),
  },
  {
    pattern: /^Consecutive login failures for user (\S+)/,
    action: "account-locked",
    ...failure,
    read: ([, user]) => ({ user }),
  },
  {
    pattern:
      /^(?:auth could not identify password for|conversation failed|couldn't open|requirement .* not met by user) ?"?\[?([^\s"\]]{0,256})/,
    action: "authentication-failure",
    ...failure,
    read: ([, user]) => ({ user }),
  },
];
