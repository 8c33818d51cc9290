import type { EcsDocument } from "../../../shared/ecs";
import { lookup } from "../../../shared/lookup";
import { nonEmpty } from "../../../shared/values";
import type { EventData } from "./event";
import { endpoint, network, number, process } from "./parts";
import type { EventParts, EventRule, EventRules } from "./rule";
import { accountRules } from "./security-accounts";
import { logonRules } from "./security-logons";
import { objectRules } from "./security-objects";
import { securityParts } from "./security-parts";

function created(data: EventData): EventParts {
  const pid = data.take("NewProcessId");
  const parentPid = data.take("ProcessId");
  const parent = process(data.take("ParentProcessName"), parentPid);
  const executable = data.take("NewProcessName");
  const command = data.take("CommandLine");
  const { document, vendor } = securityParts(data, { targetIs: "effective" });
  return { vendor, document: { ...document, process: process(executable, pid, { command_line: command, parent }) } };
}

function exited(data: EventData): EventParts {
  const status = number(data.take("Status"));
  const { document, vendor } = securityParts(data);
  return { vendor, document: { ...document, process: nonEmpty({ ...document.process, exit_code: status }) } };
}

/** `%%14592`, `%%14593`, or the words. As a host's firewall sees it. */
const directions: Readonly<Record<string, string>> = {
  "%%14592": "ingress",
  "%%14593": "egress",
  Inbound: "ingress",
  Outbound: "egress",
};

function filtered(data: EventData): EventParts {
  const source = endpoint(data.take("SourceAddress"), data.take("SourcePort"));
  const destination = endpoint(data.take("DestAddress"), data.take("DestPort"));
  const direction = lookup(directions, data.peek("Direction"));
  if (direction !== undefined) data.take("Direction");
  const document: EcsDocument = {
    source,
    destination,
    network: network(source, destination, number(data.take("Protocol")), direction),
    process: process(data.take("Application"), data.take("ProcessID", "ProcessId")),
  };
  return { document };
}

/** A rule of the firewall that has been changed. */
function firewallRule(data: EventData): EventParts {
  const { document, vendor } = securityParts(data);
  return {
    vendor,
    document: { ...document, rule: nonEmpty({ id: data.take("RuleId"), name: data.take("RuleName") }) },
  };
}

function service(data: EventData): EventParts {
  const { document, vendor } = securityParts(data);
  return { vendor, document: { ...document, service: nonEmpty({ name: data.take("ServiceName") }) } };
}

const connection = (action: string, verdict: "allowed" | "denied"): EventRule => ({
  action,
  category: ["network"],
  type: ["connection", verdict],
  outcome: verdict === "allowed" ? "success" : "failure",
  map: filtered,
});
const policy = (action: string): EventRule => ({ action, category: ["configuration"], type: ["change"] });
const firewall = (action: string, type: string): EventRule => ({
  action,
  category: ["configuration"],
  type: [type],
  map: firewallRule,
});
const task = (action: string, type: string): EventRule => ({ action, category: ["configuration"], type: [type] });

/**
 * Events of the Security log. Those that are not here are mapped by what they have in common.
 * @see https://learn.microsoft.com/windows-server/identity/ad-ds/plan/appendix-l--events-to-monitor
 */
export const securityRules: EventRules = {
  ...logonRules,
  ...accountRules,
  ...objectRules,
  4608: { action: "windows-started", category: ["host"], type: ["start"] },
  4609: { action: "windows-shut-down", category: ["host"], type: ["end"] },
  4610: { action: "authentication-package-loaded", category: ["configuration"], type: ["access"] },
  4611: { action: "trusted-logon-process-registered", category: ["configuration"], type: ["change"] },
  4612: { action: "audit-messages-lost", category: ["host"], type: ["info"] },
  4614: { action: "notification-package-loaded", category: ["configuration"], type: ["access"] },
  4616: { action: "changed-system-time", category: ["host"], type: ["change"] },
  4618: { action: "monitored-pattern-occurred", category: ["host"], type: ["info"] },
  4621: { action: "recovered-from-crash-on-audit-fail", category: ["host"], type: ["start"] },
  4622: { action: "security-package-loaded", category: ["configuration"], type: ["access"] },
  4673: { action: "privileged-service-called", category: ["iam"], type: ["admin"] },
  4674: { action: "privileged-operation", category: ["iam"], type: ["admin"] },
  4688: { action: "created-process", category: ["process"], type: ["start"], map: created },
  4689: { action: "exited-process", category: ["process"], type: ["end"], map: exited },
  4696: { action: "primary-token-assigned", category: ["process"], type: ["change"] },
  4697: { action: "service-installed", category: ["configuration"], type: ["creation"], map: service },
  4698: task("scheduled-task-created", "creation"),
  4699: task("scheduled-task-deleted", "deletion"),
  4700: task("scheduled-task-enabled", "change"),
  4701: task("scheduled-task-disabled", "change"),
  4702: task("scheduled-task-updated", "change"),
  4703: { action: "token-right-adjusted", category: ["iam"], type: ["admin"] },
  4704: { action: "user-right-assigned", category: ["iam"], type: ["admin", "change"] },
  4705: { action: "user-right-removed", category: ["iam"], type: ["admin", "change"] },
  4706: policy("domain-trust-created"),
  4707: policy("domain-trust-removed"),
  4713: policy("kerberos-policy-changed"),
  4714: policy("recovery-policy-changed"),
  4715: policy("object-audit-policy-changed"),
  4716: policy("trusted-domain-modified"),
  4717: { action: "system-security-access-granted", category: ["iam"], type: ["admin", "change"] },
  4718: { action: "system-security-access-removed", category: ["iam"], type: ["admin", "change"] },
  4719: policy("changed-audit-config"),
  4739: policy("domain-policy-changed"),
  4817: policy("object-audit-settings-changed"),
  4819: policy("central-access-policies-changed"),
  4826: { action: "boot-configuration-loaded", category: ["configuration"], type: ["access"] },
  4902: policy("per-user-audit-policy-table-created"),
  4904: policy("security-event-source-registered"),
  4905: policy("security-event-source-unregistered"),
  4906: policy("crash-on-audit-fail-changed"),
  4907: policy("object-audit-settings-changed"),
  4908: policy("special-groups-table-modified"),
  4912: policy("per-user-audit-policy-changed"),
  4946: firewall("firewall-rule-added", "creation"),
  4947: firewall("firewall-rule-modified", "change"),
  4948: firewall("firewall-rule-deleted", "deletion"),
  4950: policy("firewall-setting-changed"),
  5024: { action: "firewall-service-started", category: ["configuration"], type: ["info"] },
  5025: { action: "firewall-service-stopped", category: ["configuration"], type: ["info"] },
  5031: connection("inbound-connection-blocked", "denied"),
  5150: connection("packet-blocked", "denied"),
  5151: connection("packet-blocked", "denied"),
  5152: connection("packet-blocked", "denied"),
  5153: connection("packet-blocked", "denied"),
  5154: connection("listen-permitted", "allowed"),
  5155: connection("listen-blocked", "denied"),
  5156: connection("connection-permitted", "allowed"),
  5157: connection("connection-blocked", "denied"),
  5158: connection("bind-permitted", "allowed"),
  5159: connection("bind-blocked", "denied"),
  6416: { action: "external-device-recognised", category: ["host"], type: ["info"] },
  6419: { action: "device-disable-requested", category: ["host"], type: ["change"] },
  6420: { action: "device-disabled", category: ["host"], type: ["change"] },
  6421: { action: "device-enable-requested", category: ["host"], type: ["change"] },
  6422: { action: "device-enabled", category: ["host"], type: ["change"] },
  6423: { action: "device-installation-forbidden", category: ["host"], type: ["info"], outcome: "failure" },
  6424: { action: "forbidden-device-installation-allowed", category: ["host"], type: ["change"] },
};
