import { text } from "../../functions/shared/values";
import type { AuthParts, AuthRule } from "./rule";

const start = { category: ["authentication"], type: ["start"] } as const;
const connectionInfo = { category: ["network"], type: ["connection", "info"] } as const;
const connectionEnd = { category: ["network"], type: ["connection", "end"] } as const;
const refused = { category: ["network"], type: ["connection", "denied"], outcome: "failure" } as const;

/** `[groups]` in the order user, address, port. */
const userAndSource = ([, user, source, sourcePort]: RegExpExecArray): AuthParts => ({ user, source, sourcePort });
const sourceOnly = ([, source, sourcePort, reason]: RegExpExecArray): AuthParts => ({ source, sourcePort, reason });

/**
 * Messages of OpenSSH's server. Who connects chooses the user's name, so a name reaches up to the last place at which
 * an address can follow. @see https://github.com/openssh/openssh-portable/blob/master/auth.c
 */
export const sshdRules: readonly AuthRule[] = [
  {
    pattern: /^Accepted (\S+) for (.*) from (\S+) port (\d+)(?: {1,4}ssh\d?)?(?:: (.*))?$/,
    action: "accepted",
    ...start,
    outcome: "success",
    read: ([, method, user, source, sourcePort, key]) => {
      const [keyType, fingerprint] = key?.split(" ") ?? [];
      return { user, source, sourcePort, linux: { method, key_type: keyType, key_fingerprint: fingerprint } };
    },
  },
  {
    pattern:
      /^Failed (\S+) for (invalid user |illegal user )?(.*) from (\S+)(?: port (\d+))?(?: {1,4}ssh\d?)?(?:: .*)?$/,
    action: "failed",
    ...start,
    outcome: "failure",
    read: ([, method, invalid, user, source, sourcePort]) => ({
      user,
      source,
      sourcePort,
      linux: { method, invalid_user: invalid === undefined ? undefined : true },
    }),
  },
  {
    pattern: /^(?:Postponed|Partial) (\S+) for (?:invalid user )?(.*) from (\S+) port (\d+)/,
    action: "postponed",
    category: ["authentication"],
    type: ["info"],
    read: ([, method, user, source, sourcePort]) => ({ user, source, sourcePort, linux: { method } }),
  },
  {
    pattern: /^(?:Invalid|Illegal) user (.*) from (\S+)(?: port (\d+))?$/,
    action: "invalid-user",
    ...start,
    outcome: "failure",
    read: (match) => ({ ...userAndSource(match), linux: { invalid_user: true } }),
  },
  {
    pattern: /^User (.*) from (\S+) not allowed because (.*)$/,
    action: "not-allowed",
    ...start,
    outcome: "failure",
    read: ([, user, source, reason]) => ({ user, source, reason }),
  },
  {
    pattern: /^(?:error: )?maximum authentication attempts exceeded for (invalid user )?(.*) from (\S+) port (\d+)/,
    action: "maximum-attempts-exceeded",
    ...start,
    outcome: "failure",
    read: ([, invalid, user, source, sourcePort]) => ({
      user,
      source,
      sourcePort,
      linux: { invalid_user: invalid === undefined ? undefined : true },
    }),
  },
  {
    pattern: /^(?:error: )?PAM: (.{1,128}?) for (?:illegal user |invalid user )?(.*) from (\S+)$/,
    action: "pam-failed",
    ...start,
    outcome: "failure",
    read: ([, reason, user, source]) => ({ user, source, reason }),
  },
  {
    pattern:
      /^(?:Disconnected from|Connection (?:closed|reset) by) (?:(?:(?:invalid |authenticating )?user (.*) )?(\S+) port (\d+)|(\S+))(?: \[preauth\])?$/,
    action: "disconnected",
    ...connectionEnd,
    read: ([, user, source, sourcePort, alone]) => ({ user, source: source ?? alone, sourcePort }),
  },
  {
    pattern: /^(?:error: )?Received disconnect from (\S+)(?: port (\d+))?: ?\d+: ?(.*?)(?: \[preauth\])?$/,
    action: "disconnect-received",
    ...connectionEnd,
    read: sourceOnly,
  },
  {
    pattern: /^Disconnecting (?:(?:invalid |authenticating )?user (.*) )?(\S+) port (\d+): (.*?)(?: \[preauth\])?$/,
    action: "disconnecting",
    ...connectionEnd,
    read: ([, user, source, sourcePort, reason]) => ({ user, source, sourcePort, reason }),
  },
  {
    pattern: /^Disconnecting: (.*?)(?: \[preauth\])?$/,
    action: "disconnecting",
    ...connectionEnd,
    read: ([, reason]) => ({ reason }),
  },
  {
    pattern: /^Connection from (\S+) port (\d+)(?: on (\S+) port (\d+))?/,
    action: "connection",
    category: ["network"],
    type: ["connection", "start"],
    read: ([, source, sourcePort, destination, destinationPort]) => ({
      source,
      sourcePort,
      destination,
      destinationPort,
    }),
  },
  {
    pattern: /^Unable to negotiate with (\S+)(?: port (\d+))?: (.*?)(?: \[preauth\])? ?$/,
    action: "negotiation-failed",
    ...refused,
    read: sourceOnly,
  },
  {
    pattern: /^(?:error: )?banner exchange: Connection from (\S+) port (\d+): (.*)$/,
    action: "banner-exchange-failed",
    ...refused,
    read: sourceOnly,
  },
  {
    pattern: /^Bad protocol version identification '(.*)' from (\S+)(?: port (\d+))?/,
    action: "bad-protocol-version",
    ...refused,
    read: ([, , source, sourcePort]) => ({ source, sourcePort }),
  },
  {
    pattern: /^(?:error: )?kex_exchange_identification: (.*)$/,
    action: "key-exchange-failed",
    ...refused,
    read: ([, reason]) => ({ reason }),
  },
  {
    pattern: /^Did not receive identification string from (\S+)(?: port (\d+))?/,
    action: "no-identification",
    ...refused,
    read: sourceOnly,
  },
  {
    pattern: /^(?:warning: .*, )?refused connect from (\S+)(?: \((\S+)\))?$/,
    action: "refused-connect",
    ...refused,
    read: ([, name, source]) => (source === undefined ? { source: name } : { source, sourceDomain: name }),
  },
  {
    pattern: /^reverse mapping checking getaddrinfo for (\S+) \[(\S+)\] failed/,
    action: "reverse-mapping-failed",
    ...connectionInfo,
    read: ([, sourceDomain, source]) => ({ source, sourceDomain }),
  },
  {
    pattern: /^Address (\S+) maps to (\S+), but this does not map back/,
    action: "reverse-mapping-failed",
    ...connectionInfo,
    read: ([, source, sourceDomain]) => ({ source, sourceDomain: text(sourceDomain?.replace(/\.$/, "")) }),
  },
  {
    pattern: /^Server listening on (\S+) port (\d+)/,
    action: "listening",
    ...connectionInfo,
    read: ([, destination, destinationPort]) => ({ destination, destinationPort: destinationPort?.replace(/\.$/, "") }),
  },
  {
    pattern: /^Starting session: (.{1,128}?) for (.*) from (\S+) port (\d+)/,
    action: "session-started",
    category: ["session"],
    type: ["start"],
    outcome: "success",
    read: ([, what, user, source, sourcePort]) => ({ user, source, sourcePort, linux: { session: what } }),
  },
  {
    pattern: /^Close session: user (.*) from (\S+) port (\d+)/,
    action: "session-closed",
    category: ["session"],
    type: ["end"],
    read: userAndSource,
  },
  {
    pattern: /^Timeout, client not responding from (?:user (.*) )?(\S+) port (\d+)/,
    action: "timeout",
    ...connectionEnd,
    read: userAndSource,
  },
  {
    pattern: /^(?:fatal: )?Timeout before authentication for (?:connection from )?(\S+)(?: port (\d+))?/,
    action: "timeout-before-authentication",
    ...refused,
    read: ([, source, sourcePort]) => ({ source, sourcePort }),
  },
  {
    pattern: /^ROOT LOGIN REFUSED FROM (\S+)(?: port (\d+))?/,
    action: "root-login-refused",
    ...start,
    outcome: "failure",
    read: ([, source, sourcePort]) => ({ user: "root", source, sourcePort }),
  },
  {
    pattern: /^subsystem request for (\S+)(?: by user (.*))?$/,
    action: "subsystem-requested",
    category: ["session"],
    type: ["info"],
    read: ([, session, user]) => ({ user, linux: { session } }),
  },
  {
    pattern: /^User child is on pid \d+/,
    action: "user-child-started",
    category: ["process"],
    type: ["info"],
  },
];
