import type { Compromise } from "./compromise";
import { evidenceOf, type MetadataClient } from "./entry";
import { type Evidence, evidence } from "./evidence";
import type { Finding } from "./finding";
import type { LineageStep } from "./lineage";
import { readText, timeOf } from "./read";
import type { Found } from "./search";

/** A way in which the intruder may have come by the credentials. */
export interface Candidate {
  readonly title: string;
  readonly confidence: "high" | "medium" | "low";
  /** ATT&CK technique. */
  readonly technique: string;
  /** Why it is believed, one reason each. */
  readonly reasons: readonly string[];
  readonly evidence: readonly Evidence[];
}

export interface CandidateFacts {
  readonly finding: Finding;
  readonly lineage: readonly LineageStep[];
  readonly instanceId: string | undefined;
  readonly compromise: Compromise;
  readonly clients: readonly MetadataClient[];
  /** Calls that name the instance. */
  readonly changes: readonly Found[];
  /** When the credentials were first used by the intruder. */
  readonly since: string;
}

const CONFIDENCE = { high: 3, medium: 2, low: 1 } as const;

/** All candidates, most likely first; there is always at least one. */
export function rankCandidates(facts: CandidateFacts): Candidate[] {
  const candidates = [...throughApplication(facts), ...throughManagement(facts), ...throughHolder(facts)];
  if (candidates.length === 0) {
    candidates.push(unexplained(facts));
  }
  return candidates.sort((left, right) => CONFIDENCE[right.confidence] - CONFIDENCE[left.confidence]);
}

function throughApplication({ clients, instanceId, compromise, since }: CandidateFacts): Candidate[] {
  return clients
    .filter(
      ({ theft, answeredByInstance, answeredSomewhere }) =>
        theft ?? (answeredByInstance.length > 0 || answeredSomewhere),
    )
    .map((client) => {
      const { theft } = client;
      const minutes =
        theft === undefined ? undefined : Math.round((Date.parse(since) - Date.parse(timeOf(theft))) / 60_000);
      const instance = instanceId ?? "an instance";
      const reasons = [
        theft === undefined
          ? `${client.address} sent web requests that name the instance metadata service, and got answers.`
          : `At ${timeOf(theft)} ${client.address} made the web application fetch the credentials of the instance's role; ${instance} answered with status ${readText(theft, "http.response.status_code") ?? "?"}.`,
        ...(minutes === undefined
          ? []
          : [`${minutes} minutes later the credentials were used from elsewhere for the first time.`]),
        ...(compromise.metadataVersion === "1.0" ? ["The instance serves its metadata without a token (IMDSv1)."] : []),
        ...(client.blocked > 0 ? [`The web ACL blocked ${client.blocked} of the requests.`] : []),
        ...(client.country === undefined ? [] : [`The client is in ${client.country}.`]),
      ];
      return {
        title: `Server-side request forgery in the web application, used by ${client.address}`,
        confidence: theft !== undefined ? "high" : client.answeredByInstance.length > 0 ? "medium" : "low",
        technique: "T1190 Exploit Public-Facing Application, T1552.005 Cloud Instance Metadata API",
        reasons,
        evidence: evidenceOf(client),
      };
    });
}

const MANAGEMENT = new Set([
  "SendCommand",
  "StartSession",
  "SendSSHPublicKey",
  "SendSerialConsoleSSHPublicKey",
  "ModifyInstanceAttribute",
]);

/** Someone with access to the instance may have read the credentials there. */
function throughManagement({ changes, compromise, since, instanceId }: CandidateFacts): Candidate[] {
  const ours = new Set(compromise.events.map(({ id }) => id));
  const before = changes.filter(
    (change) =>
      MANAGEMENT.has(readText(change, "event.action") ?? "") &&
      !ours.has(change.id) &&
      Date.parse(timeOf(change)) <= Date.parse(since),
  );
  if (before.length === 0) {
    return [];
  }
  return [
    {
      title: `Someone with management access to ${instanceId ?? "the instance"}`,
      confidence: "medium",
      technique: "T1651 Cloud Administration Command",
      reasons: [`Before the first use from elsewhere, ${before.length} management calls reached the instance.`],
      evidence: before.slice(0, 10).map(evidence),
    },
  ];
}

/** Where the chain of credentials ends in a person, the person's credentials are the way in. */
function throughHolder({ lineage, finding }: CandidateFacts): Candidate[] {
  const last = lineage.at(-1);
  const proof = last?.issuedBy === undefined ? [] : [last.issuedBy];
  if (last?.origin?.kind === "federated") {
    return [
      {
        title: `The session of ${last.origin.identity} was taken over`,
        confidence: "medium",
        technique: "T1078.004 Cloud Accounts",
        reasons: [last.statement],
        evidence: proof,
      },
    ];
  }
  const user = last?.origin?.kind === "user" ? last.origin.user : undefined;
  const longTerm = last?.accessKeyId.startsWith("AKIA") === true;
  if (user === undefined && !longTerm) {
    return [];
  }
  return [
    {
      title: `A long-term key of ${user ?? finding.userName ?? "a user"} leaked`,
      confidence: "medium",
      technique: "T1552.001 Credentials In Files, T1078.004 Cloud Accounts",
      reasons: [last?.statement ?? ""],
      evidence: proof,
    },
  ];
}

function unexplained({ instanceId, finding }: CandidateFacts): Candidate {
  return {
    title:
      instanceId === undefined
        ? "The logs do not show how the credentials were obtained"
        : `Code on ${instanceId} or a request to it read the credentials; the logs do not show how`,
    confidence: "low",
    technique: "T1552.005 Cloud Instance Metadata API",
    reasons: [
      "No web request that names the metadata service and no management access was found before the first use.",
    ],
    evidence: finding.deliveries.slice(0, 1).map(evidence),
  };
}
