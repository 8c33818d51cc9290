import { type Cluster, member, reasonOf } from "./cluster";
import { hasNoHandler } from "./readiness";
import { includes, lookUp, type Outcome, type Step, send } from "./steps";

/** Where snapshots go that outlive the domain. */
export interface Snapshots {
  readonly bucketName: string;
  /** Role with which the domain writes to the bucket. */
  readonly roleArn: string;
  /** Of the bucket. */
  readonly region: string;
}

/** Name of the repository and of the policy. */
const name = "siem";
/** Older ones are removed; the archive is what logs are kept in for long. */
const keptDays = 14;

/** https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-snapshot-registerdirectory.html */
function repositoryStep({ bucketName, roleArn, region }: Snapshots): Step {
  const path = `/_snapshot/${name}`;
  // In this region the service takes the address of S3 instead of the region's name.
  const place = region === "us-east-1" ? { endpoint: "s3.amazonaws.com" } : { region };
  const wanted = { type: "s3", settings: { bucket: bucketName, role_arn: roleArn, ...place } };
  const run = async (cluster: Cluster): Promise<Outcome> => {
    const found = await lookUp(cluster, path, "read the repository of snapshots");
    if (found !== undefined && includes(member(found.body, name), wanted)) return { kind: "unchanged" };
    const response = await cluster({ method: "PUT", path, body: wanted });
    if (/repository type \[s3\] does not exist/.test(reasonOf(response))) {
      return { kind: "skipped", reason: "the cluster cannot keep snapshots in S3" };
    }
    if (response.status !== 200) await send(cluster, { method: "PUT", path, body: wanted }, "register the repository");
    return { kind: found === undefined ? "installed" : "changed" };
  };
  return { name: `repository of snapshots ${name}`, run };
}

/** https://docs.opensearch.org/2.19/tuning-your-cluster/availability-and-recovery/snapshots/sm-api/ */
function policyStep(): Step {
  const path = `/_plugins/_sm/policies/${name}`;
  const nightly = { cron: { expression: "0 1 * * *", timezone: "UTC" } };
  const body = {
    description: `Daily snapshots of the SIEM's indices, kept for ${keptDays} days`,
    creation: { schedule: nightly, time_limit: "6h" },
    deletion: { schedule: nightly, condition: { max_age: `${keptDays}d`, min_count: 1 }, time_limit: "1h" },
    snapshot_config: { indices: "siem-*", repository: name, ignore_unavailable: true, include_global_state: false },
  };
  const run = async (cluster: Cluster): Promise<Outcome> => {
    const probe = await cluster({ method: "GET", path });
    if (hasNoHandler(probe)) return { kind: "skipped", reason: "the cluster has no snapshot management" };
    const found = await lookUp(cluster, path, "read the policy of snapshots");
    if (found === undefined) {
      await send(cluster, { method: "POST", path, body }, "install the policy of snapshots");
      return { kind: "installed" };
    }
    if (member(found.body, "sm_policy", "description") === body.description) return { kind: "unchanged" };
    const version = `if_seq_no=${String(member(found.body, "_seq_no"))}&if_primary_term=${String(member(found.body, "_primary_term"))}`;
    await send(cluster, { method: "PUT", path: `${path}?${version}`, body }, "change the policy of snapshots");
    return { kind: "changed" };
  };
  return { name: `policy of snapshots ${name}`, run };
}

/** Registers the bucket for snapshots, and has one made each night. */
export function snapshotSteps(snapshots: Snapshots): Step[] {
  return [repositoryStep(snapshots), policyStep()];
}
