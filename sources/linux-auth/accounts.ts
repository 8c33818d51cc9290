import { text } from "../../functions/shared/values";
import type { AuthRule } from "./rule";

const iam = (action: string, pattern: RegExp, type: readonly string[], read: AuthRule["read"]): AuthRule => ({
  action,
  pattern,
  category: ["iam"],
  type,
  outcome: "success",
  read,
});

const targetAndGroup: AuthRule["read"] = ([, target, group]) => ({ target, group });
const targetUserAndGroup: AuthRule["read"] = ([, target, user, group]) => ({ target, user, group });

/**
 * Messages of useradd, usermod, userdel, groupadd, groupmod, groupdel, gpasswd, chage and their likes (shadow).
 * @see https://github.com/shadow-maint/shadow
 */
export const accountRules: readonly AuthRule[] = [
  iam(
    "user-added",
    /^new user: name=([^,]*), UID=(\d+), GID=(\d+), home=([^,]*), shell=([^,]*)/,
    ["user", "creation"],
    (match) => {
      const [, target, uid, gid, home, shell] = match;
      return { target, linux: { target_uid: uid, target_gid: gid, home, shell } };
    },
  ),
  iam(
    "group-added",
    /^(?:new group: name=|group added to \S+: name=)([^,]*)(?:, GID=(\d+))?/,
    ["group", "creation"],
    (match) => ({
      group: match[1],
      groupId: match[2],
    }),
  ),
  iam("added-to-group", /^add '([^']*)' to (?:shadow )?group '([^']*)'/, ["group", "change"], targetAndGroup),
  iam("removed-from-group", /^delete '([^']*)' from (?:shadow )?group '([^']*)'/, ["group", "change"], targetAndGroup),
  iam("added-to-group", /^user (\S+) added by (\S+) to group (\S+)/, ["group", "change"], targetUserAndGroup),
  iam("removed-from-group", /^user (\S+) removed by (\S+) from group (\S+)/, ["group", "change"], targetUserAndGroup),
  iam(
    "members-set",
    /^members of group (\S+) set by (\S+) to (.*)$/,
    ["group", "change"],
    ([, group, user, members]) => ({
      group,
      user,
      linux: { members },
    }),
  ),
  iam("user-renamed", /^change user name '([^']*)' to '([^']*)'/, ["user", "change"], ([, target, changedTo]) => ({
    target,
    changedTo,
  })),
  iam("user-changed", /^(?:change|changed|lock|unlock) user '([^']*)'/, ["user", "change"], ([, target]) => ({
    target,
  })),
  iam("user-deleted", /^delete user '([^']*)'/, ["user", "deletion"], ([, target]) => ({ target })),
  iam(
    "group-deleted",
    /^(?:removed )?(?:shadow )?group '([^']*)'(?: removed| owned by)/,
    ["group", "deletion"],
    ([, group]) => ({ group }),
  ),
  iam("group-changed", /^group changed in \S+ \(group ([^/)]*)/, ["group", "change"], ([, group]) => ({ group })),
  iam(
    "password-changed",
    /^(?:password for '?([^' ]+)'? changed by '?([^' ]+)'?|pam_unix\(\S+\): password changed for (\S+))/,
    ["user", "change"],
    (match) => ({
      target: match[1] ?? match[3],
      user: match[2],
    }),
  ),
  iam("password-expiry-changed", /^changed password expiry for (\S+)/, ["user", "change"], ([, target]) => ({
    target,
  })),
  {
    ...iam("user-add-failed", /^failed adding user '([^']*)'(.*)$/, ["user", "creation"], ([, target, reason]) => ({
      target,
      reason: text(reason?.replace(/^, /, "")),
    })),
    outcome: "failure",
  },
];
