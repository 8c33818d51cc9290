import { lookup } from "../lookup";

/** Tactics of MITRE ATT&CK (Enterprise) by name. @see https://attack.mitre.org/tactics/enterprise/ */
const tactics: Readonly<Record<string, string>> = {
  Reconnaissance: "TA0043",
  "Resource Development": "TA0042",
  "Initial Access": "TA0001",
  Execution: "TA0002",
  Persistence: "TA0003",
  "Privilege Escalation": "TA0004",
  "Defense Evasion": "TA0005",
  "Credential Access": "TA0006",
  Discovery: "TA0007",
  "Lateral Movement": "TA0008",
  Collection: "TA0009",
  "Command and Control": "TA0011",
  Exfiltration: "TA0010",
  Impact: "TA0040",
};

/** Id and name of the tactic of this name; `undefined` for any other text. */
export function attackTactic(name: string | undefined): readonly [id: string, name: string] | undefined {
  const id = lookup(tactics, name);
  return id === undefined || name === undefined ? undefined : [id, name];
}
