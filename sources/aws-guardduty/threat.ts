import { lookup } from "../../functions/shared/lookup";
import { nonEmpty } from "../../functions/shared/values";

/**
 * Threat purposes that GuardDuty's documentation equates with a MITRE ATT&CK tactic. The others (Backdoor, Trojan,
 * UnauthorizedAccess, Recon ...) are GuardDuty's own.
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-format.html
 */
const tacticOfPurpose: Readonly<Record<string, readonly [id: string, name: string]>> = {
  InitialAccess: ["TA0001", "Initial Access"],
  Execution: ["TA0002", "Execution"],
  Persistence: ["TA0003", "Persistence"],
  PrivilegeEscalation: ["TA0004", "Privilege Escalation"],
  DefenseEvasion: ["TA0005", "Defense Evasion"],
  CredentialAccess: ["TA0006", "Credential Access"],
  Discovery: ["TA0007", "Discovery"],
  Exfiltration: ["TA0010", "Exfiltration"],
  Impact: ["TA0040", "Impact"],
};

/** `Exfiltration:S3/AnomalousBehavior` has the purpose `Exfiltration`. */
export function threatPurpose(findingType: string | undefined): string | undefined {
  const end = findingType?.indexOf(":") ?? -1;
  return end > 0 ? findingType?.slice(0, end) : undefined;
}

/** ECS `threat`: the tactic of the purpose, and what an attack sequence says itself. */
export function threat(
  purpose: string | undefined,
  tactics: readonly string[] | undefined,
  techniques: readonly string[] | undefined,
): object | undefined {
  const tactic = lookup(tacticOfPurpose, purpose);
  const fields = nonEmpty({
    tactic:
      tactic !== undefined
        ? { id: [tactic[0]], name: [tactic[1]] }
        : tactics === undefined
          ? undefined
          : { name: tactics },
    technique: techniqueFields(techniques),
  });
  return fields === undefined ? undefined : { framework: "MITRE ATT&CK", ...fields };
}

/** Techniques come as ids (`T1078.004`) or as names. */
function techniqueFields(techniques: readonly string[] | undefined): object | undefined {
  const ids = techniques?.filter((technique) => /^T\d{4}(?:\.\d{3})?$/.test(technique)) ?? [];
  const names = techniques?.filter((technique) => !ids.includes(technique)) ?? [];
  return nonEmpty({ id: ids.length > 0 ? ids : undefined, name: names.length > 0 ? names : undefined });
}
