import { publicStatements } from "../../policies/statements";
import { at, type Control, changed, each, hasCondition, statements, unless, without, withStatement } from "./control";

const type = "opensearch/domain:Domain";
const where = "components/search/search-domain.ts";
const shape = "components/search/domain-shape.ts and the stage's settings";
const linkedRole = "iam/serviceLinkedRole:ServiceLinkedRole";
const logs = "components/search/domain-logs.ts";

const collection = "opensearch/serverlessCollection:ServerlessCollection";
const securityPolicy = "opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy";
const accessPolicy = "opensearch/serverlessAccessPolicy:ServerlessAccessPolicy";
const table = "dynamodb/table:Table";
const stateTable = "components/storage/state-table.ts";

/** A policy of OpenSearch Serverless, or a rule of it. */
interface CollectionRule {
  readonly AWSOwnedKey?: boolean;
  readonly KmsARN?: string;
  readonly AllowFromPublic?: boolean;
  readonly SourceVPCEs?: readonly string[];
  readonly Principal?: readonly string[];
}

export const searchControls: readonly Control[] = [
  {
    number: 55,
    ids: "Opensearch.1, CKV_AWS_5, CKV_AWS_247",
    resource: "search domain",
    setting: "encrypts what it stores with a key of the account's own",
    where,
    check: (graph) =>
      each(
        graph,
        type,
        (domain) =>
          at(domain, "encryptAtRest", "enabled") === true &&
          graph.all("kms/key:Key").some(({ arn }) => arn === at(domain, "encryptAtRest", "kmsKeyId")),
      ),
    broken: changed(type, { encryptAtRest: { enabled: true } }),
  },
  {
    number: 56,
    ids: "Opensearch.2, CKV_AWS_137, CKV_AWS_248",
    resource: "search domain",
    setting: "is in a VPC, in a security group of its own",
    where,
    check: (graph) =>
      each(graph, type, (domain) => {
        const groups = at(domain, "vpcOptions", "securityGroupIds");
        const functions = graph
          .all("lambda/function:Function")
          .map((each) => at(each, "vpcConfig", "securityGroupIds", 0));
        return Array.isArray(groups) && groups.length === 1 && !functions.includes(groups[0]);
      }),
    broken: changed(type, { vpcOptions: undefined }),
  },
  {
    number: 57,
    ids: "Opensearch.3, CKV_AWS_6",
    resource: "search domain",
    setting: "encrypts what its nodes send each other",
    where,
    check: (graph) => each(graph, type, (domain) => at(domain, "nodeToNodeEncryption", "enabled") === true),
    broken: changed(type, { nodeToNodeEncryption: { enabled: false } }),
  },
  {
    number: 58,
    ids: "Opensearch.4, CKV_AWS_84",
    resource: "search domain",
    setting: "logs its errors, slow searches and slow writes",
    where: logs,
    check: (graph) =>
      each(graph, type, (domain) =>
        ["ES_APPLICATION_LOGS", "SEARCH_SLOW_LOGS", "INDEX_SLOW_LOGS"].every((log) =>
          JSON.stringify(at(domain, "logPublishingOptions")).includes(log),
        ),
      ),
    broken: changed(type, { logPublishingOptions: [{ logType: "AUDIT_LOGS" }] }),
  },
  {
    number: 59,
    ids: "Opensearch.5, CKV_AWS_317",
    resource: "search domain",
    setting: "logs who asks for what",
    where: logs,
    check: (graph) =>
      each(graph, type, (domain) => JSON.stringify(at(domain, "logPublishingOptions")).includes("AUDIT_LOGS")),
    broken: changed(type, { logPublishingOptions: [{ logType: "ES_APPLICATION_LOGS" }] }),
  },
  {
    number: 60,
    ids: "Opensearch.6",
    resource: "search domain",
    setting: "has three data nodes at least, in three zones",
    where: shape,
    stages: ["prod", "organization"],
    check: (graph) =>
      each(
        graph,
        type,
        (domain) =>
          Number(at(domain, "clusterConfig", "instanceCount")) >= 3 &&
          at(domain, "clusterConfig", "zoneAwarenessConfig", "availabilityZoneCount") === 3,
      ),
    broken: changed(type, { clusterConfig: { instanceCount: 2 } }),
  },
  {
    number: 61,
    ids: "Opensearch.7, CKV2_AWS_52",
    resource: "search domain",
    setting: "knows IAM roles only, each with its own permissions; nobody has a password",
    where,
    check: (graph) =>
      each(
        graph,
        type,
        (domain) =>
          at(domain, "advancedSecurityOptions", "enabled") === true &&
          at(domain, "advancedSecurityOptions", "internalUserDatabaseEnabled") === false &&
          typeof at(domain, "advancedSecurityOptions", "masterUserOptions", "masterUserArn") === "string",
      ),
    broken: changed(type, { advancedSecurityOptions: { enabled: true, internalUserDatabaseEnabled: true } }),
  },
  {
    number: 62,
    ids: "Opensearch.8, CKV_AWS_83, CKV_AWS_228",
    resource: "search domain",
    setting: "takes HTTPS only, TLS 1.2 with forward secrecy at least",
    where,
    check: (graph) =>
      each(
        graph,
        type,
        (domain) =>
          at(domain, "domainEndpointOptions", "enforceHttps") === true &&
          at(domain, "domainEndpointOptions", "tlsSecurityPolicy") === "Policy-Min-TLS-1-2-PFS-2023-10",
      ),
    broken: changed(type, { domainEndpointOptions: { enforceHttps: true } }),
  },
  {
    number: 63,
    ids: "Opensearch.10",
    resource: "search domain",
    setting: "gets AWS's software updates by itself, at night",
    where,
    check: (graph) =>
      each(
        graph,
        type,
        (domain) =>
          at(domain, "softwareUpdateOptions", "autoSoftwareUpdateEnabled") === true &&
          at(domain, "offPeakWindowOptions", "enabled") === true,
      ),
    broken: changed(type, { softwareUpdateOptions: undefined }),
  },
  {
    number: 64,
    ids: "CKV_AWS_318, CKV2_AWS_59",
    resource: "search domain",
    setting: "has three nodes that do nothing but manage it",
    where: shape,
    check: (graph) => each(graph, type, (domain) => at(domain, "clusterConfig", "dedicatedMasterCount") === 3),
    broken: changed(type, { clusterConfig: {} }),
  },
  {
    number: 65,
    ids: "NAG OS5, OS3",
    resource: "search domain's policy",
    setting: "lets nobody in but the roles that it names",
    where,
    check: (graph) =>
      each(
        graph,
        type,
        (domain) =>
          [...publicStatements(statements(domain, "accessPolicies"))].length === 0 &&
          statements(domain, "accessPolicies").every(({ principals }) => (principals?.aws.length ?? 0) > 0),
      ),
    broken: withStatement(type, { Principal: { AWS: "*" }, Action: "es:ESHttpGet", Resource: "*" }, "accessPolicies"),
  },
  {
    number: 66,
    ids: "Multi-AZ with standby",
    resource: "search domain",
    setting: "has one of three zones in reserve: nodes a multiple of three, gp3, none burstable",
    where: shape,
    stages: ["prod", "organization"],
    check: (graph) =>
      each(
        graph,
        type,
        (domain) =>
          at(domain, "clusterConfig", "multiAzWithStandbyEnabled") === true &&
          Number(at(domain, "clusterConfig", "instanceCount")) % 3 === 0 &&
          !/^t\d/.test(String(at(domain, "clusterConfig", "instanceType"))) &&
          at(domain, "ebsOptions", "volumeType") === "gp3",
      ),
    broken: changed(type, { ebsOptions: { volumeType: "gp2" } }),
  },
  {
    number: 67,
    ids: "AWS guidance",
    resource: "search domain",
    setting: "has gp3 storage of a stated speed, and says whether AWS tunes it",
    where,
    check: (graph) =>
      each(
        graph,
        type,
        (domain) =>
          Number(at(domain, "ebsOptions", "iops")) >= 3_000 &&
          Number(at(domain, "ebsOptions", "throughput")) >= 125 &&
          ["ENABLED", "DISABLED"].includes(String(at(domain, "autoTuneOptions", "desiredState"))),
      ),
    broken: changed(type, { autoTuneOptions: undefined }),
  },
  {
    number: 68,
    ids: "AWS guidance",
    resource: "service-linked role",
    setting: "is that of the service's present name, and there before the domain",
    where,
    check: (graph) => [
      ...unless(
        !graph.all(linkedRole).some(({ inputs }) => inputs.awsServiceName === "es.amazonaws.com"),
        "the role is that of the service's former name",
      ),
      ...each(graph, type, ({ deps }) =>
        graph
          .all(linkedRole)
          .some(({ urn, inputs }) => inputs.awsServiceName === "opensearchservice.amazonaws.com" && deps.includes(urn)),
      ),
    ],
    broken: (graph) => without(linkedRole, "-dev")(without(linkedRole, "-prod")(graph)),
  },
  {
    number: 69,
    ids: "AWS guidance (ten such policies for each region)",
    resource: "policy of log groups",
    setting: "is one for all logs of the domain, and lets in OpenSearch of this account only",
    where: logs,
    check: (graph) => [
      ...unless(
        graph.all("cloudwatch/logResourcePolicy:LogResourcePolicy").length === 1,
        "there is not just one policy",
      ),
      ...each(graph, "cloudwatch/logResourcePolicy:LogResourcePolicy", (resource) =>
        statements(resource, "policyDocument").every((each) =>
          hasCondition(each, "aws:SourceAccount", "aws:SourceArn"),
        ),
      ),
    ],
    broken: withStatement(
      "cloudwatch/logResourcePolicy:LogResourcePolicy",
      { Principal: { Service: "es.amazonaws.com" }, Action: "logs:PutLogEvents", Resource: "*" },
      "policyDocument",
    ),
  },
  {
    number: 70,
    ids: "OpenSearch Serverless",
    resource: "collection's policies",
    setting:
      "encrypt with a key of the account's own, let nobody in from outside of the VPC, name who may read; it is kept in two zones",
    where: "components/search/search-collection.ts",
    stages: ["serverless"],
    check: (graph) => {
      const keys = graph.all("kms/key:Key").map(({ arn }) => arn);
      const rules = (policyType: string, kind: string) =>
        graph.all(policyType).flatMap(({ inputs }) => {
          return inputs.type === kind
            ? [JSON.parse(String(inputs.policy)) as CollectionRule | CollectionRule[]].flat()
            : [];
        });
      const encryption = rules(securityPolicy, "encryption");
      const network = rules(securityPolicy, "network");
      const access = rules(accessPolicy, "data");
      const principals = access.flatMap(({ Principal = [] }) => Principal);
      return [
        ...unless(
          encryption.some(({ AWSOwnedKey, KmsARN = "" }) => AWSOwnedKey === false && keys.includes(KmsARN)),
          "no key of the account's own",
        ),
        ...unless(
          network.length > 0 &&
            network.every(({ AllowFromPublic, SourceVPCEs }) => AllowFromPublic === false && SourceVPCEs?.length === 1),
          "it is open to the internet",
        ),
        ...unless(
          principals.length > 0 && principals.every((principal) => /:role\/[^*]+$/.test(principal)),
          "somebody is let in who has no name",
        ),
        ...each(graph, collection, ({ inputs }) => inputs.standbyReplicas === "ENABLED"),
      ];
    },
    broken: changed(accessPolicy, {
      policy: JSON.stringify([{ Principal: ["*"], Rules: [] }]),
    }),
  },
  {
    number: 98,
    ids: "CKV_AWS_119",
    resource: "table of alerts",
    setting: "is encrypted with a key of the account's own",
    where: stateTable,
    stages: ["serverless"],
    check: (graph) => {
      const keys = graph.all("kms/key:Key").map(({ arn }) => arn);
      return each(
        graph,
        table,
        (resource) =>
          at(resource, "serverSideEncryption", "enabled") === true &&
          keys.includes(String(at(resource, "serverSideEncryption", "kmsKeyArn"))),
      );
    },
    broken: changed(table, { serverSideEncryption: { enabled: true } }),
  },
  {
    number: 99,
    ids: "DynamoDB.2, CKV_AWS_28",
    resource: "table of alerts",
    setting: "can be restored as it was at any time of the last days",
    where: stateTable,
    stages: ["serverless"],
    check: (graph) => each(graph, table, (resource) => at(resource, "pointInTimeRecovery", "enabled") === true),
    broken: changed(table, { pointInTimeRecovery: { enabled: false } }),
  },
  {
    number: 100,
    ids: "DynamoDB.6",
    resource: "table of alerts",
    setting: "cannot be deleted, by a deployment or otherwise",
    where: stateTable,
    stages: ["serverless"],
    check: (graph) =>
      each(graph, table, ({ inputs, protect }) => inputs.deletionProtectionEnabled === true && protect === true),
    broken: changed(table, { deletionProtectionEnabled: false }),
  },
];
