import { lookup } from "../../../shared/lookup";
import { integer, nonEmpty, text } from "../../../shared/values";
import type { EventData, WindowsEvent } from "./event";
import { account, endpoint, file, process, user, userOfDomain } from "./parts";
import type { EventParts, EventRule, EventRules } from "./rule";
import { securityRules } from "./security";
import { sysmonRules } from "./sysmon";

/** A member of the lines `  Host Application = powershell.exe ...` of module logging. */
function contextValue(context: string | undefined, name: string): string | undefined {
  const start = context?.indexOf(`${name} = `) ?? -1;
  if (context === undefined || start === -1) return undefined;
  return (
    context
      .slice(start + name.length + 3)
      .split(/[\r\n]/, 1)[0]
      ?.trim() || undefined
  );
}

function moduleLogged(data: EventData, { userId }: WindowsEvent): EventParts {
  const context = data.peek("ContextInfo");
  return {
    document: {
      user: nonEmpty({ ...userOfDomain(contextValue(context, "User")), id: userId }),
      process: nonEmpty({ command_line: contextValue(context, "Host Application") }),
      file: file(contextValue(context, "Script Name")),
    },
  };
}

function scriptBlock(data: EventData, { userId }: WindowsEvent): EventParts {
  return {
    document: { user: user(undefined, undefined, userId), file: file(data.take("Path")) },
    vendor: { script_block_text: data.take("ScriptBlockText") },
  };
}

/** `1` low, `2` moderate, `4` high, `5` severe. */
function threat(data: EventData): EventParts {
  const path = text(data.peek("Path")?.replace(/^(?:file|containerfile):_/, ""));
  const single = path !== undefined && !path.includes(";") && path !== data.peek("Path");
  if (single) data.take("Path");
  return {
    document: {
      event: nonEmpty({ severity: integer(data.take("Severity ID")) }),
      rule: nonEmpty({
        name: data.take("Threat Name"),
        id: data.take("Threat ID"),
        category: data.take("Category Name"),
      }),
      user: userOfDomain(data.take("Detection User")) ?? user(data.take("User"), data.take("Domain")),
      process: process(data.take("Process Name"), undefined),
      file: single ? file(path) : undefined,
    },
  };
}

function serviceInstalled(data: EventData): EventParts {
  return {
    document: { service: nonEmpty({ name: data.take("ServiceName") }), user: userOfDomain(data.take("AccountName")) },
  };
}

function serviceState(data: EventData): EventParts {
  return { document: { service: nonEmpty({ name: data.take("param1") }) } };
}

/** A session of Remote Desktop: `User`, `SessionID`, `Address`. */
function terminalSession(data: EventData): EventParts {
  const address = data.take("Address");
  return {
    document: { user: userOfDomain(data.take("User")), source: address === "LOCAL" ? undefined : endpoint(address) },
  };
}

/** A connection to Remote Desktop after network authentication: `Param1` is the user, `Param2` the domain, `Param3` the address. */
function terminalAuthenticated(data: EventData): EventParts {
  return { document: { user: user(data.take("Param1"), data.take("Param2")), source: endpoint(data.take("Param3")) } };
}

function logCleared(data: EventData): EventParts {
  return { document: { user: account(data, "Subject") }, vendor: { logon_id: data.take("SubjectLogonId") } };
}

const detected: EventRule = {
  action: "malware-detected",
  kind: "alert",
  category: ["malware"],
  type: ["info"],
  map: threat,
};
const configured = (action: string): EventRule => ({ action, category: ["configuration"], type: ["change"] });
const session = (action: string, type: string): EventRule => ({
  action,
  category: ["session"],
  type: [type],
  map: terminalSession,
  outcome: "success",
});

const powerShell: EventRules = {
  4103: { action: "pipeline-executed", category: ["process"], type: ["info"], map: moduleLogged },
  4104: { action: "script-block-compiled", category: ["process"], type: ["info"], map: scriptBlock },
  4105: { action: "script-block-started", category: ["process"], type: ["start"] },
  4106: { action: "script-block-ended", category: ["process"], type: ["end"] },
  40961: { action: "console-starting", category: ["process"], type: ["start"] },
  40962: { action: "console-ready", category: ["process"], type: ["info"] },
  53504: { action: "named-pipe-listening", category: ["process"], type: ["info"] },
};

const classicPowerShell: EventRules = {
  400: { action: "engine-started", category: ["process"], type: ["start"] },
  403: { action: "engine-stopped", category: ["process"], type: ["end"] },
  600: { action: "provider-started", category: ["process"], type: ["info"] },
  800: { action: "pipeline-executed", category: ["process"], type: ["info"] },
};

/** @see https://learn.microsoft.com/defender-endpoint/troubleshoot-microsoft-defender-antivirus */
const defender: EventRules = {
  1006: detected,
  1007: { ...detected, action: "malware-action-taken" },
  1008: { ...detected, action: "malware-action-failed", outcome: "failure" },
  1009: { action: "quarantine-restored", category: ["malware"], type: ["info"], map: threat },
  1011: { action: "quarantine-deleted", category: ["malware"], type: ["info"], map: threat },
  1015: { ...detected, action: "behaviour-detected" },
  1116: detected,
  1117: { ...detected, action: "malware-action-taken" },
  1118: { ...detected, action: "malware-action-failed", outcome: "failure" },
  1119: { ...detected, action: "malware-action-failed-critically", outcome: "failure" },
  1013: { action: "malware-history-deleted", category: ["malware"], type: ["info"] },
  1121: { action: "attack-surface-rule-blocked", kind: "alert", category: ["intrusion_detection"], type: ["denied"] },
  1122: { action: "attack-surface-rule-audited", kind: "alert", category: ["intrusion_detection"], type: ["allowed"] },
  2001: { action: "signature-update-failed", category: ["configuration"], type: ["change"], outcome: "failure" },
  5001: configured("real-time-protection-disabled"),
  5004: configured("real-time-protection-configured"),
  5007: configured("configuration-changed"),
  5010: configured("malware-scanning-disabled"),
  5012: configured("virus-scanning-disabled"),
  5013: { ...configured("tamper-protection-blocked-change"), outcome: "failure" },
};

const eventLog: EventRules = {
  104: {
    action: "event-log-cleared",
    category: ["configuration"],
    type: ["deletion"],
    map: logCleared,
    outcome: "success",
  },
  1100: { action: "event-log-service-shut-down", category: ["configuration"], type: ["info"] },
  1101: { action: "audit-events-dropped", category: ["configuration"], type: ["info"] },
  1102: {
    action: "audit-log-cleared",
    category: ["configuration"],
    type: ["deletion"],
    map: logCleared,
    outcome: "success",
  },
  1104: { action: "security-log-full", category: ["configuration"], type: ["info"] },
  1105: { action: "event-log-archived", category: ["configuration"], type: ["info"] },
};

const serviceControlManager: EventRules = {
  7031: { action: "service-crashed", category: ["process"], type: ["end"], map: serviceState },
  7034: { action: "service-crashed", category: ["process"], type: ["end"], map: serviceState },
  7035: { action: "service-control-sent", category: ["process"], type: ["info"], map: serviceState },
  7036: { action: "service-state-changed", category: ["process"], type: ["change"], map: serviceState },
  7040: { ...configured("service-start-type-changed"), map: serviceState },
  7045: {
    action: "service-installed",
    category: ["configuration"],
    type: ["creation"],
    map: serviceInstalled,
    outcome: "success",
  },
};

const taskScheduler: EventRules = {
  106: { action: "scheduled-task-created", category: ["configuration"], type: ["creation"] },
  129: { action: "task-process-created", category: ["process"], type: ["start"] },
  140: { action: "scheduled-task-updated", category: ["configuration"], type: ["change"] },
  141: { action: "scheduled-task-deleted", category: ["configuration"], type: ["deletion"] },
  200: { action: "task-action-started", category: ["process"], type: ["start"] },
  201: { action: "task-action-completed", category: ["process"], type: ["end"] },
};

const localSessionManager: EventRules = {
  21: session("session-logged-on", "start"),
  22: session("session-shell-started", "start"),
  23: session("session-logged-off", "end"),
  24: session("session-disconnected", "end"),
  25: session("session-reconnected", "start"),
};

const remoteConnectionManager: EventRules = {
  1149: {
    action: "remote-desktop-authenticated",
    category: ["authentication"],
    type: ["start"],
    map: terminalAuthenticated,
    outcome: "success",
  },
};

const rulesOfProvider: Readonly<Record<string, EventRules>> = {
  "Microsoft-Windows-Security-Auditing": securityRules,
  "Microsoft-Windows-Eventlog": eventLog,
  "Microsoft-Windows-Sysmon": sysmonRules,
  "Linux-Sysmon": sysmonRules,
  "Microsoft-Windows-PowerShell": powerShell,
  PowerShellCore: powerShell,
  PowerShell: classicPowerShell,
  "Microsoft-Windows-Windows Defender": defender,
  "Service Control Manager": serviceControlManager,
  "Microsoft-Windows-TaskScheduler": taskScheduler,
  "Microsoft-Windows-TerminalServices-LocalSessionManager": localSessionManager,
  "Microsoft-Windows-TerminalServices-RemoteConnectionManager": remoteConnectionManager,
};

/** How an event is read; undefined for one that is in no table. */
export function ruleOf(provider: string | undefined, eventId: number): EventRule | undefined {
  const rules = lookup(rulesOfProvider, provider);
  return rules !== undefined && Object.hasOwn(rules, eventId) ? rules[eventId] : undefined;
}
