import { nonEmpty } from "../../../shared/values";
import type { EventData } from "./event";
import { account, computer, process, user } from "./parts";
import type { EventParts, EventRule, EventRules } from "./rule";

/** `CN=Anna,OU=Staff,DC=example,DC=com`. */
function commonName(name: string | undefined): string | undefined {
  return /^CN=((?:[^,\\]|\\.){1,256})/i.exec(name ?? "")?.[1]?.replace(/\\(.)/gs, "$1") ?? name;
}

/** An event about a group, and a member of it where it is about one. */
function group(data: EventData): EventParts {
  const target = account(data, "Target");
  const member = user(commonName(data.peek("MemberName")), undefined, data.take("MemberSid"));
  const subject = account(data, "Subject");
  return {
    document: {
      user: nonEmpty({ ...subject, target: member }),
      group: nonEmpty({ name: target?.name, domain: target?.domain, id: target?.id }),
      process: process(data.take("CallerProcessName"), data.take("CallerProcessId")),
    },
    vendor: { logon_id: data.take("SubjectLogonId") },
  };
}

/** The domain of a lockout's account is the computer from which the wrong passwords came. */
function lockedOut(data: EventData): EventParts {
  const caller = computer(data.take("TargetDomainName"));
  const target = user(data.take("TargetUserName"), undefined, data.take("TargetSid"));
  return {
    document: {
      user: nonEmpty({ ...account(data, "Subject"), target }),
      source: caller === undefined ? undefined : { domain: caller },
    },
    vendor: { logon_id: data.take("SubjectLogonId") },
  };
}

function renamed(data: EventData): EventParts {
  const subject = account(data, "Subject");
  const target = user(data.take("OldTargetUserName"), data.take("TargetDomainName"), data.take("TargetSid"));
  const changes = user(data.take("NewTargetUserName"));
  return {
    document: { user: nonEmpty({ ...subject, target, changes }) },
    vendor: { logon_id: data.take("SubjectLogonId") },
  };
}

const userRule = (action: string, ...type: readonly string[]): EventRule => ({
  action,
  category: ["iam"],
  type: ["user", ...type],
});
const groupRule = (action: string, ...type: readonly string[]): EventRule => ({
  action,
  category: ["iam"],
  type: ["group", ...type],
  map: group,
});

/** The numbers of the events of one kind of group, in the order of Microsoft's list: global, local, universal, ... */
const groupEvents: Readonly<Record<string, { readonly ids: readonly number[]; readonly type: string }>> = {
  "added-group-account": { ids: [4727, 4731, 4754, 4744, 4749, 4759, 4783, 4790], type: "creation" },
  "modified-group-account": { ids: [4735, 4737, 4755, 4745, 4750, 4760, 4784, 4791], type: "change" },
  "added-member-to-group": { ids: [4728, 4732, 4756, 4746, 4751, 4761, 4785, 4787], type: "change" },
  "removed-member-from-group": { ids: [4729, 4733, 4757, 4747, 4752, 4762, 4786, 4788], type: "change" },
  "deleted-group-account": { ids: [4730, 4734, 4758, 4748, 4753, 4763, 4789, 4792], type: "deletion" },
  "type-changed-group-account": { ids: [4764], type: "change" },
  "group-membership-enumerated": { ids: [4799], type: "info" },
};

export const accountRules: EventRules = {
  ...Object.fromEntries(
    Object.entries(groupEvents).flatMap(([action, { ids, type }]) => ids.map((id) => [id, groupRule(action, type)])),
  ),
  4720: userRule("added-user-account", "creation"),
  4722: userRule("enabled-user-account", "change"),
  4723: userRule("changed-password", "change"),
  4724: userRule("reset-password", "change"),
  4725: userRule("disabled-user-account", "change"),
  4726: userRule("deleted-user-account", "deletion"),
  4738: userRule("modified-user-account", "change"),
  4740: { ...userRule("locked-out-user-account", "change"), map: lockedOut },
  4741: userRule("added-computer-account", "creation"),
  4742: userRule("changed-computer-account", "change"),
  4743: userRule("deleted-computer-account", "deletion"),
  4765: userRule("sid-history-added", "change"),
  4766: { ...userRule("sid-history-add-attempted", "change"), outcome: "failure" },
  4767: userRule("unlocked-user-account", "change"),
  4780: userRule("administrators-acl-set", "admin", "change"),
  4781: { ...userRule("renamed-user-account", "change"), map: renamed },
  4782: userRule("password-hash-accessed", "admin"),
  4793: userRule("password-policy-checked", "info"),
  4794: userRule("restore-mode-password-set", "admin", "change"),
  4798: userRule("user-membership-enumerated", "info"),
  5376: userRule("credentials-backed-up", "admin"),
  5377: userRule("credentials-restored", "admin"),
};
