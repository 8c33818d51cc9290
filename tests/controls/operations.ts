import type { Statement } from "../../policies/policy-document";
import { publicStatements } from "../../policies/statements";
import {
  added,
  at,
  type Control,
  changed,
  deniesPlain,
  each,
  type Faults,
  hasCondition,
  type StageGraph,
  statements,
  unless,
  without,
  withStatement,
} from "./control";

const network = "components/network/siem-network.ts";
const alarms = "components/operations/alarms.ts";
const ingress = "vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egress = "vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const endpoint = "ec2/vpcEndpoint:VpcEndpoint";
const logGroup = "cloudwatch/logGroup:LogGroup";
const alarm = "cloudwatch/metricAlarm:MetricAlarm";
const fileSystem = "efs/fileSystem:FileSystem";
const fileAccess = "efs/accessPoint:AccessPoint";
const filePolicy = "efs/fileSystemPolicy:FileSystemPolicy";
const backup = "efs/backupPolicy:BackupPolicy";
const files = { where: "components/storage/model-storage.ts", stages: ["options"] };

/** The file systems whose policy does not hold what it should. */
function eachFilePolicy(graph: StageGraph, holds: (list: readonly Statement[]) => boolean): Faults {
  return each(graph, fileSystem, ({ id }) => {
    const policies = graph.all(filePolicy).filter(({ inputs }) => inputs.fileSystemId === id);
    return policies.length === 1 && policies.every((policy) => holds(statements(policy)));
  });
}

const world = ["0.0.0.0/0", "::/0"];

/** Metrics of AWS, or of the loader, that an alarm is about. */
function watched(graph: StageGraph): string[] {
  return graph.all(alarm).map((resource) => {
    const query = String(at(resource, "metricQueries", 0, "expression"));
    return String(at(resource, "metricName") ?? /\((\w+)\)/.exec(query)?.[1]);
  });
}

const needed = [
  ...["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "Errors", "Throttles"],
  ...["ClusterStatus.red", "ClusterStatus.yellow", "FreeStorageSpace", "JVMMemoryPressure", "RequestsBusy"],
  ...["KMSKeyError", "KMSKeyInaccessible", "AutomatedSnapshotFailure"],
];

export const operationsControls: readonly Control[] = [
  {
    number: 82,
    ids: "EFS.1, CKV_AWS_42, CKV_AWS_184",
    resource: "file system",
    setting: "encrypts what it stores, with a key of the account's own, and what is sent",
    ...files,
    check: (graph) => {
      const keys = graph.all("kms/key:Key").map(({ arn }) => arn);
      return [
        ...each(graph, fileSystem, ({ inputs }) => inputs.encrypted === true && keys.includes(String(inputs.kmsKeyId))),
        ...eachFilePolicy(graph, (list) => deniesPlain(list, "bool", "aws:securetransport", "false")),
      ];
    },
    broken: changed(fileSystem, { kmsKeyId: undefined }),
  },
  {
    number: 83,
    ids: "EFS.2",
    resource: "file system",
    setting: "is backed up",
    ...files,
    check: (graph) =>
      each(graph, fileSystem, ({ id }) =>
        graph
          .all(backup)
          .some((each) => each.inputs.fileSystemId === id && at(each, "backupPolicy", "status") === "ENABLED"),
      ),
    broken: without(backup),
  },
  {
    number: 84,
    ids: "EFS.3, .4, CKV_AWS_329, CKV_AWS_330",
    resource: "file system's access point",
    setting: "has a directory and a user of its own",
    ...files,
    check: (graph) =>
      each(graph, fileAccess, (point) => {
        const path = at(point, "rootDirectory", "path");
        return typeof path === "string" && path !== "/" && Number(at(point, "posixUser", "uid")) > 0;
      }),
    broken: changed(fileAccess, { rootDirectory: { path: "/" } }),
  },
  {
    number: 85,
    ids: "PRW efs public",
    resource: "file system's policy",
    setting: "takes TLS and its access point only, of named roles",
    ...files,
    check: (graph) =>
      eachFilePolicy(
        graph,
        (list) =>
          [...publicStatements(list)].length === 0 &&
          deniesPlain(list, "bool", "aws:securetransport", "false") &&
          list
            .filter(({ effect }) => effect === "Allow")
            .every((each) => hasCondition(each, "elasticfilesystem:AccessPointArn")),
      ),
    broken: withStatement(filePolicy, {
      Principal: { AWS: "*" },
      Action: "elasticfilesystem:ClientMount",
      Resource: "*",
    }),
  },
  {
    number: 86,
    ids: "EC2.2, CKV2_AWS_12",
    resource: "default security group",
    setting: "lets nothing in or out",
    where: network,
    check: (graph) =>
      each(
        graph,
        "ec2/defaultSecurityGroup:DefaultSecurityGroup",
        ({ inputs }) => inputs.ingress === undefined && inputs.egress === undefined,
      ),
    broken: changed("ec2/defaultSecurityGroup:DefaultSecurityGroup", { egress: [{ protocol: "-1" }] }),
  },
  {
    number: 87,
    ids: "EC2.6, CKV2_AWS_11",
    resource: "VPC",
    setting: "logs all its traffic",
    where: network,
    check: (graph) => each(graph, "ec2/flowLog:FlowLog", ({ inputs }) => inputs.trafficType === "ALL"),
    broken: without("ec2/flowLog:FlowLog"),
  },
  {
    number: 88,
    ids: "EC2.13, .14, .18, .19, CKV_AWS_24, CKV_AWS_25, CKV_AWS_260, CKV_AWS_277",
    resource: "security group",
    setting: "lets nothing in from the internet",
    where: network,
    check: (graph) =>
      each(
        graph,
        ingress,
        ({ inputs }) => ![inputs.cidrIpv4, inputs.cidrIpv6].some((cidr) => world.includes(String(cidr))),
      ),
    broken: changed(ingress, { cidrIpv4: "0.0.0.0/0" }),
  },
  {
    number: 89,
    ids: "CKV_AWS_382",
    resource: "security group",
    setting: "lets out what is asked for over HTTPS, to the file system NFS, and nothing else",
    where: network,
    check: (graph) =>
      each(
        graph,
        egress,
        ({ inputs: { ipProtocol, fromPort, toPort, referencedSecurityGroupId } }) =>
          ipProtocol === "tcp" &&
          fromPort === toPort &&
          (fromPort === 443 || (fromPort === 2049 && referencedSecurityGroupId !== undefined)),
      ),
    broken: changed(egress, { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" }),
  },
  {
    number: 90,
    ids: "CKV_AWS_23",
    resource: "security group",
    setting: "says what it and each of its rules is for",
    where: network,
    check: (graph) =>
      ["ec2/securityGroup:SecurityGroup", ingress, egress].flatMap((type) =>
        each(graph, type, ({ inputs }) => String(inputs.description ?? "").length > 10),
      ),
    broken: changed(ingress, { description: "" }),
  },
  {
    number: 91,
    ids: "EC2.15, CKV_AWS_130",
    resource: "subnet",
    setting: "gives nobody a public address",
    where: network,
    check: (graph) =>
      each(graph, "awsx:ec2:Vpc", (vpc) => {
        const specs = at(vpc, "subnetSpecs");
        return (
          Array.isArray(specs) &&
          specs.every(
            (spec: unknown) => typeof spec === "object" && spec !== null && "type" in spec && spec.type === "Isolated",
          )
        );
      }),
    broken: changed("awsx:ec2:Vpc", { subnetSpecs: [{ type: "Public" }] }),
  },
  {
    number: 92,
    ids: "EC2.10",
    resource: "VPC endpoint",
    setting: "leads to what the SIEM uses, for this account only",
    where: network,
    check: (graph) => [
      ...each(graph, endpoint, (resource) =>
        statements(resource).every((each) => each.effect === "Deny" || hasCondition(each, "aws:PrincipalAccount")),
      ),
      ...["s3", "sqs"].flatMap((service) =>
        unless(
          graph.all(endpoint).some(({ inputs }) => String(inputs.serviceName).endsWith(`.${service}`)),
          `there is no endpoint of ${service}`,
        ),
      ),
    ],
    broken: changed(endpoint, {
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
      }),
    }),
  },
  {
    number: 93,
    ids: "CKV_AWS_66, CKV_AWS_338, CKV_AWS_158",
    resource: "log group",
    setting: "keeps a year at least, encrypted with a key of the account's own",
    where: "components/lambda/secure-function.ts, components/search/domain-logs.ts",
    check: (graph) => {
      const keys = graph.all("kms/key:Key").map(({ arn }) => arn);
      return each(
        graph,
        logGroup,
        ({ inputs }) => Number(inputs.retentionInDays) >= 365 && keys.includes(String(inputs.kmsKeyId)),
      );
    },
    broken: changed(logGroup, { retentionInDays: 30 }),
  },
  {
    number: 94,
    ids: "CKV_AWS_319",
    resource: "alarm",
    setting: "tells somebody",
    where: "components/operations/monitoring.ts",
    check: (graph) =>
      each(
        graph,
        alarm,
        (resource) => at(resource, "alarmActions", 0) !== undefined && resource.inputs.actionsEnabled !== false,
      ),
    broken: changed(alarm, { alarmActions: [] }),
  },
  {
    number: 95,
    ids: "reliability",
    resource: "alarms",
    setting:
      "go off for dead letters, late logs, failures of the loader, a red or yellow cluster, full storage or memory, too many requests, keys and snapshots",
    where: alarms,
    check: (graph) => {
      const metrics = watched(graph);
      return needed.filter((metric) => !metrics.includes(metric));
    },
    broken: without(alarm, "-dead-letters"),
  },
  {
    number: 96,
    ids: "SecretsManager.1, CKV_AWS_149, CKV2_AWS_57",
    resource: "secret",
    setting: "is encrypted with a key of the account's own, and changed again and again",
    where: "components/siem.ts: there is none",
    check: (graph) =>
      graph
        .all("secretsmanager/secret:Secret")
        .filter(({ inputs }) => inputs.kmsKeyId === undefined)
        .map(({ name }) => name),
    broken: added("secretsmanager/secret:Secret", {}),
  },
  {
    number: 97,
    ids: "CKV_AWS_297",
    resource: "schedule",
    setting: "is encrypted with a key of the account's own",
    where: "components/operations/silence-watch.ts",
    check: (graph) => each(graph, "scheduler/schedule:Schedule", ({ inputs }) => inputs.kmsKeyArn !== undefined),
    broken: changed("scheduler/schedule:Schedule", { kmsKeyArn: undefined }),
  },
];
