import { lookup } from "../../../shared/lookup";
import { EventData, EventValues } from "./event";

/** Sections of the Security log's messages about the account that an event is about, and not the one that did it. */
const targetSections: ReadonlySet<string> = new Set([
  "New Logon",
  "Account For Which Logon Failed",
  "Account Whose Credentials Were Used",
  "Account That Was Locked Out",
  "Account Information",
  "Target Account",
  "Target Subject",
  "New Account",
  "New Group",
  "Group",
  "Deleted Group",
]);

const accountLabels: Readonly<Record<string, string>> = {
  "Security ID": "UserSid",
  "Account Name": "UserName",
  "Group Name": "UserName",
  "Account Domain": "DomainName",
  "Domain Name": "DomainName",
  "Group Domain": "DomainName",
  "Logon ID": "LogonId",
};

/** Names of the values behind the labels of the other sections, which mean the same in all of them. */
const labels: Readonly<Record<string, string>> = {
  "Logon Type": "LogonType",
  "Logon Account": "TargetUserName",
  "Source Workstation": "Workstation",
  "Error Code": "Status",
  "Workstation Name": "WorkstationName",
  "Source Network Address": "IpAddress",
  "Client Address": "IpAddress",
  "Source Port": "IpPort",
  "Client Port": "IpPort",
  "Process ID": "ProcessId",
  "Process Name": "ProcessName",
  "Caller Process ID": "ProcessId",
  "Caller Process Name": "ProcessName",
  "New Process ID": "NewProcessId",
  "New Process Name": "NewProcessName",
  "Creator Process ID": "ProcessId",
  "Creator Process Name": "ParentProcessName",
  "Process Command Line": "CommandLine",
  "Exit Status": "Status",
  "Failure Reason": "FailureReason",
  Status: "Status",
  "Sub Status": "SubStatus",
  "Failure Code": "Status",
  "Result Code": "Status",
  "Authentication Package": "AuthenticationPackageName",
  "Service Name": "ServiceName",
  "Object Type": "ObjectType",
  "Object Name": "ObjectName",
  Accesses: "AccessList",
  "Access Mask": "AccessMask",
  "Share Name": "ShareName",
  "Share Path": "ShareLocalPath",
  "Relative Target Name": "RelativeTargetName",
  "Task Name": "TaskName",
};

/** In events of the packet filter, addresses and ports are those of a connection. */
const connectionLabels: Readonly<Record<string, string>> = {
  "Application Name": "Application",
  "Source Address": "SourceAddress",
  "Source Port": "SourcePort",
  "Destination Address": "DestAddress",
  "Destination Port": "DestPort",
  Protocol: "Protocol",
  "Process ID": "ProcessId",
};

/**
 * The values that an English message of the Security log or of Sysmon shows, by the names that the event itself has for
 * them: some shippers send the message only. What has another label is in the message alone.
 */
export function dataOfMessage(message: string, provider: string | undefined, eventId: number): EventData | undefined {
  const sysmon = provider === "Microsoft-Windows-Sysmon";
  if (!sysmon && provider !== "Microsoft-Windows-Security-Auditing" && provider !== "Microsoft-Windows-Eventlog") {
    return undefined;
  }
  const isConnection = eventId >= 5_150 && eventId <= 5_159;
  const values = new EventValues();
  let section = "";
  for (const line of message.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon === -1) continue;
    const label = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (!line.startsWith("\t") && value === "") {
      section = label;
      continue;
    }
    if (!line.startsWith("\t")) section = "";
    const name = sysmon ? sysmonName(label) : valueName(section, label, isConnection);
    if (name !== undefined && value !== "" && !values.values.has(name)) values.add(name, value);
  }
  return values.values.size === 0 ? undefined : new EventData(values.values, true);
}

function valueName(section: string, label: string, isConnection: boolean): string | undefined {
  const account = lookup(accountLabels, label);
  if (account !== undefined && (section === "Subject" || section === "Creator Subject")) return `Subject${account}`;
  if (account !== undefined && section === "Member") return account === "UserSid" ? "MemberSid" : "MemberName";
  if (account !== undefined && targetSections.has(section)) return `Target${account}`;
  return lookup(isConnection ? connectionLabels : labels, label);
}

function sysmonName(label: string): string | undefined {
  return /^[A-Za-z]{1,40}\d?$/.test(label) ? label : undefined;
}
