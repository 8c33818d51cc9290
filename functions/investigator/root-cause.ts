import { counted } from "../shared/text/counted";
import { BoundedSearch, type QueryNote } from "./bounded-search";
import { type Candidate, rankCandidates } from "./candidates";
import { type Compromise, followCredentials, succeeded } from "./compromise";
import { blindSpots } from "./coverage";
import { findMetadataRequests, type MetadataClient, requestsOfClient } from "./entry";
import { evidence } from "./evidence";
import { type Finding, readFinding } from "./finding";
import { type LineageStep, traceCredentials } from "./lineage";
import { findRarePeers, privateAddresses, type RarePeer } from "./network";
import { readText, shift, timeOf } from "./read";
import { DATASETS, type Found, type Search, type Window } from "./search";
import { type Step, stepsOf, type Tactic, tacticOf } from "./stages";
import { type TakenData, takenData } from "./taken-data";

/** What caused a finding, as far as the logs tell. */
export interface RootCause {
  readonly finding: Finding;
  readonly window: Window;
  /** From the finding's key to its origin. */
  readonly lineage: readonly LineageStep[];
  readonly instanceId: string | undefined;
  readonly compromise: Compromise;
  /** How the intruder came in, most likely first. */
  readonly candidates: readonly Candidate[];
  /** Web requests of the client that got the credentials. */
  readonly entryRequests: readonly Found[];
  readonly entryClient: MetadataClient | undefined;
  readonly peers: readonly RarePeer[];
  /** What the intruder read from S3. */
  readonly taken: readonly TakenData[];
  /** Settings and permissions that made it possible or worse. */
  readonly contributing: readonly string[];
  /** What happened, oldest first. */
  readonly steps: readonly Step[];
  /** What the logs at hand could not show. */
  readonly blindSpots: readonly string[];
  readonly queries: readonly QueryNote[];
}

export interface InvestigationOptions {
  /** Queries at most. Default 12. */
  readonly queries?: number | undefined;
  /** How far the window reaches before the finding was first seen. Default 24. */
  readonly hoursBefore?: number | undefined;
  /** How far the window reaches after the finding was last seen. Default 24: intruders go on with other credentials. */
  readonly hoursAfter?: number | undefined;
}

const DEFAULT_QUERIES = 12;
/** Around its metadata requests, what the same client requested is taken as its looking around. */
const PROBING_MINUTES = 60;

/** Answers what caused a GuardDuty finding; `undefined` where no such finding is indexed. */
export async function rootCause(
  port: Search,
  findingId: string,
  { queries = DEFAULT_QUERIES, hoursBefore = 24, hoursAfter = 24 }: InvestigationOptions = {},
): Promise<RootCause | undefined> {
  const search = new BoundedSearch(port, queries);
  const finding = await readFinding(search, findingId);
  if (finding === undefined) {
    return undefined;
  }
  const window = { from: shift(finding.firstSeen, -60 * hoursBefore), to: shift(finding.lastSeen, 60 * hoursAfter) };
  const lineage = finding.accessKeyId === undefined ? [] : await traceCredentials(search, finding.accessKeyId, window);
  const origin = lineage.at(-1)?.origin;
  const instanceId = finding.instanceId ?? (origin?.kind === "instance" ? origin.instanceId : undefined);
  const compromise = await followCredentials(search, { ...finding, instanceId }, window);
  const since = compromise.firstUse === undefined ? finding.firstSeen : timeOf(compromise.firstUse);
  const before = { from: window.from, to: since };
  const own = instanceId === undefined ? [] : await privateAddresses(search, finding, instanceId, window);
  const role = origin?.kind === "instance" ? origin.role : finding.userName;
  const clients = instanceId === undefined ? [] : await findMetadataRequests(search, before, own, role);
  const entryClient = clients.find(
    ({ theft, answeredByInstance }) => theft !== undefined || answeredByInstance.length > 0,
  );
  const entryRequests = entryClient === undefined ? [] : await requestsOfClient(search, entryClient, PROBING_MINUTES);
  const changes = instanceId === undefined ? [] : await changesTo(search, instanceId, window);
  const peers = instanceId === undefined ? [] : await findRarePeers(search, finding, instanceId, window, since);
  const candidates = rankCandidates({ finding, lineage, instanceId, compromise, clients, changes, since });
  return {
    finding,
    window,
    lineage,
    instanceId,
    compromise,
    candidates,
    entryRequests,
    entryClient,
    peers,
    taken: takenData(compromise.events),
    contributing: contributing(compromise),
    steps: allSteps(compromise, entryClient, entryRequests, peers, instanceId),
    blindSpots: [...(await blindSpots(search, finding, window)), ...search.gaps],
    queries: search.notes,
  };
}

/** Calls that name the instance: who launched it, changed it, or ran something on it. */
async function changesTo(search: BoundedSearch, instanceId: string, window: Window): Promise<readonly Found[]> {
  const { found } = await search.find({
    purpose: `Who launched, changed or sent commands to ${instanceId}`,
    datasets: [DATASETS.cloudTrail],
    window,
    where: {
      allOf: [
        {
          anyOf: [
            { field: "aws.cloudtrail.request_parameters", holds: instanceId },
            { field: "aws.cloudtrail.response_elements", holds: instanceId },
          ],
        },
        { field: "aws.cloudtrail.read_only", is: false },
      ],
    },
    order: "oldest",
    limit: 200,
  });
  return found;
}

const MANAGING: ReadonlySet<Tactic> = new Set(["Persistence", "Privilege Escalation"]);

function contributing(compromise: Compromise): string[] {
  const statements: string[] = [];
  if (compromise.metadataVersion === "1.0") {
    statements.push(
      "The instance handed out its credentials through version 1 of the metadata service, which answers a plain GET request. Version 2 (HttpTokens: required) wants a PUT with a header first, which such a request cannot make.",
    );
  }
  const powers = compromise.events.filter(
    (call) => readText(call, "cloud.service.name") === "iam" && succeeded(call) && MANAGING.has(tacticOf(call)),
  );
  if (powers.length > 0 && compromise.metadataVersion !== undefined) {
    statements.push("The instance's role may manage IAM users and policies, which an application hardly needs.");
  }
  return statements;
}

function allSteps(
  compromise: Compromise,
  client: MetadataClient | undefined,
  requests: readonly Found[],
  peers: readonly RarePeer[],
  instanceId: string | undefined,
): Step[] {
  const steps = stepsOf(compromise.events);
  const [first] = requests;
  const last = requests.at(-1);
  if (client !== undefined && first !== undefined && last !== undefined) {
    const agent = client.userAgent === undefined ? "" : ` (${client.userAgent})`;
    steps.push({
      tactic: "Initial Access",
      from: timeOf(first),
      to: timeOf(last),
      statement: `${client.address}${agent} explores the web application: ${counted(requests.length, "record")}, ${client.requests.length} of them about the instance metadata service`,
      records: requests.length,
      evidence: requests.slice(0, 5).map(evidence),
    });
  }
  if (client?.theft !== undefined) {
    steps.push({
      tactic: "Credential Access",
      from: timeOf(client.theft),
      to: timeOf(client.theft),
      statement: `The application on ${instanceId ?? "the instance"} answers with the credentials of its role`,
      records: 1,
      evidence: [evidence(client.theft)],
    });
  }
  for (const peer of peers.filter(({ domains }) => domains.length > 0)) {
    const [query] = peer.queries;
    if (query !== undefined) {
      steps.push({
        tactic: "Command and Control",
        from: query.time,
        to: peer.queries.at(-1)?.time ?? query.time,
        statement: `${instanceId ?? "The instance"} connects to ${peer.domains.join(", ")} (${peer.address}), which no other host talks to: ${counted(peer.flows, "outgoing flow")}`,
        records: peer.flows + peer.queries.length,
        evidence: peer.queries.slice(0, 5),
      });
    }
  }
  return steps.sort((left, right) => Date.parse(left.from) - Date.parse(right.from));
}
