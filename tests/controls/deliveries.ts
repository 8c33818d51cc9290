import type { Statement } from "../../policies/policy-document";
import {
  at,
  type Control,
  changed,
  each,
  hasCondition,
  isForService,
  type StageGraph,
  statements,
  unless,
  without,
  withoutStatement,
  withStatement,
} from "./control";

const policy = "s3/bucketPolicy:BucketPolicy";
const where = "components/archive/deliveries.ts";
const stages = ["organization"];
const trail = "cloudtrail/trail:Trail";

/** Statements of the buckets' policies that let a service in; each must say for whom. */
function lets(graph: StageGraph, service: string, ...keys: readonly string[]): string[] {
  const found = graph
    .all(policy)
    .flatMap((resource) => statements(resource))
    .filter((each) => isForService(each, service));
  const writes = found.filter(({ actions }) => actions.patterns.includes("s3:putobject"));
  if (writes.length === 0) return [`${service} is not let in`];
  // Of accounts, or of the organization that they are in.
  const isTheirs = (each: Statement) =>
    hasCondition(each, "aws:SourceAccount") || hasCondition(each, "aws:SourceOrgID");
  return found.filter((each) => !isTheirs(each) || !hasCondition(each, ...keys)).map(({ label }) => label);
}

const bare = (service: string) =>
  withStatement(policy, { Principal: { Service: service }, Action: "s3:PutObject", Resource: "*" });

export const deliveryControls: readonly Control[] = [
  {
    number: 22,
    ids: "CloudTrail delivery",
    resource: "archive's policy",
    setting:
      "lets trails of the accounts write under their own prefix, and leaves what they write to the archive's owner",
    where,
    check: (graph) => [
      ...lets(graph, "cloudtrail.amazonaws.com", "aws:SourceArn"),
      ...graph
        .all(policy)
        .flatMap((resource) => statements(resource))
        .filter(
          (each) => isForService(each, "cloudtrail.amazonaws.com") && each.actions.patterns.includes("s3:putobject"),
        )
        .filter(
          (each) =>
            !hasCondition(each, "s3:x-amz-acl") || !each.resources?.patterns.every((arn) => arn.includes("/AWSLogs/")),
        )
        .map(({ label }) => label),
    ],
    broken: bare("cloudtrail.amazonaws.com"),
  },
  {
    number: 23,
    ids: "Config delivery",
    resource: "archive's policy",
    setting: "lets Config of the accounts write",
    where,
    check: (graph) => lets(graph, "config.amazonaws.com"),
    broken: bare("config.amazonaws.com"),
  },
  {
    number: 24,
    ids: "GuardDuty export",
    resource: "archive's policy and key",
    setting: "lets detectors of the accounts write, with the archive's key only",
    where,
    check: (graph) => [
      ...lets(graph, "guardduty.amazonaws.com", "aws:SourceArn"),
      ...unless(
        graph
          .policies("policy", "kms/key:Key")
          .some(({ statements: list }) =>
            list.some(
              (each) =>
                isForService(each, "guardduty.amazonaws.com") && each.actions.patterns.includes("kms:generatedatakey"),
            ),
          ),
        "no key lets GuardDuty encrypt",
      ),
      ...unless(
        graph
          .policies("policy", policy)
          .some(({ statements: list }) =>
            list.some(
              (each) => each.effect === "Deny" && hasCondition(each, "s3:x-amz-server-side-encryption-aws-kms-key-id"),
            ),
          ),
        "other keys are not denied",
      ),
    ],
    broken: withoutStatement("kms/key:Key", /GuardDuty/, "policy", "-archive"),
  },
  {
    number: 25,
    ids: "flow logs and vended logs",
    resource: "archive's policy",
    setting: "lets the delivery of logs of the accounts write, and never a service on its own",
    where,
    check: (graph) => lets(graph, "delivery.logs.amazonaws.com", "aws:SourceArn"),
    broken: bare("delivery.logs.amazonaws.com"),
  },
  {
    number: 26,
    ids: "CloudTrail.2, CKV_AWS_35",
    resource: "trail",
    setting: "encrypts with a key of the account's own",
    where: "components/organization/organization-trail.ts",
    stages,
    check: (graph) => {
      const keys = graph.all("kms/key:Key").map(({ arn }) => arn);
      return each(graph, trail, ({ inputs }) => keys.includes(String(inputs.kmsKeyId)));
    },
    broken: changed(trail, { kmsKeyId: undefined }),
  },
  {
    number: 27,
    ids: "CloudTrail.1, .3, CKV_AWS_67, CKV_AWS_251",
    resource: "trail",
    setting: "is on, in all regions, for the organisation",
    where: "components/organization/organization-trail.ts",
    stages,
    check: (graph) =>
      each(graph, trail, ({ inputs }) =>
        ["enableLogging", "isMultiRegionTrail", "isOrganizationTrail", "includeGlobalServiceEvents"].every(
          (name) => inputs[name] === true,
        ),
      ),
    broken: changed(trail, { isMultiRegionTrail: false }),
  },
  {
    number: 28,
    ids: "CloudTrail.4, CKV_AWS_36",
    resource: "trail",
    setting: "writes digests by which changed files are found",
    where: "components/organization/organization-trail.ts",
    stages,
    check: (graph) => each(graph, trail, ({ inputs }) => inputs.enableLogFileValidation === true),
    broken: changed(trail, { enableLogFileValidation: false }),
  },
  {
    number: 29,
    ids: "CloudTrail.5, CKV2_AWS_10",
    resource: "trail",
    setting: "goes to CloudWatch Logs too",
    exempt: "is paid for twice; the archive and the search domain have all of it",
  },
  {
    number: 30,
    ids: "CloudTrail.6, .7",
    resource: "trail's bucket",
    setting: "is private, and logs who uses it",
    where: "components/archive/log-archive.ts",
    stages,
    check: (graph) =>
      each(graph, trail, ({ inputs }) =>
        ["s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "s3/bucketLogging:BucketLogging"].every((type) =>
          graph.all(type).some((setting) => setting.inputs.bucket === inputs.s3BucketName),
        ),
      ),
    broken: changed(trail, { s3BucketName: "another" }),
  },
  {
    number: 31,
    ids: "GuardDuty.1, .10, CKV_AWS_238, CKV2_AWS_3",
    resource: "detector",
    setting: "is on, for S3 too, and in all accounts of the organisation",
    where: "components/organization/guardduty-organization.ts",
    stages,
    check: (graph) => [
      ...each(graph, "guardduty/detector:Detector", ({ inputs }) => inputs.enable === true),
      ...unless(
        graph.all("guardduty/detectorFeature:DetectorFeature").some(({ inputs }) => inputs.name === "S3_DATA_EVENTS"),
        "S3 is not watched",
      ),
      ...each(
        graph,
        "guardduty/organizationConfiguration:OrganizationConfiguration",
        ({ inputs }) => inputs.autoEnableOrganizationMembers === "ALL",
      ),
    ],
    broken: without("guardduty/detectorFeature:DetectorFeature", "-s3-data-events"),
  },
  {
    number: 32,
    ids: "Config.1, CKV2_AWS_45, CKV2_AWS_48",
    resource: "recorder",
    setting: "is on, and records all types",
    where: "components/organization/config-recording.ts",
    stages,
    check: (graph) => [
      ...each(graph, "cfg/recorder:Recorder", (resource) => at(resource, "recordingGroup", "allSupported") === true),
      ...each(graph, "cfg/recorderStatus:RecorderStatus", ({ inputs }) => inputs.isEnabled === true),
    ],
    broken: changed("cfg/recorderStatus:RecorderStatus", { isEnabled: false }),
  },
];
