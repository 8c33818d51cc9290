import { buildRuleSet, parseSigma, type SigmaRule } from "../functions/shared/sigma";
import { randomNumbers } from "./logs";

/*
 * Rules of the shapes that rule packs for CloudTrail have, made from a fixed seed: mostly a service and some names of
 * events, some with parameters, callers or clients, and a few that no name of an event leads to.
 */

const services: Readonly<Record<string, readonly string[]>> = {
  iam: ["User", "Role", "Policy", "AccessKey", "LoginProfile", "Group", "InstanceProfile", "SAMLProvider", "MFADevice"],
  ec2: [
    "Instances",
    "SecurityGroup",
    "Snapshot",
    "Image",
    "Volume",
    "Vpc",
    "RouteTable",
    "NetworkAcl",
    "KeyPair",
    "Address",
  ],
  s3: ["Bucket", "BucketPolicy", "BucketAcl", "BucketReplication", "BucketLogging", "PublicAccessBlock", "Object"],
  lambda: ["Function", "Permission", "EventSourceMapping", "LayerVersion", "FunctionUrlConfig"],
  kms: ["Key", "Alias", "Grant", "KeyPolicy", "KeyRotation"],
  cloudtrail: ["Trail", "EventSelectors", "Logging", "EventDataStore"],
  guardduty: ["Detector", "Filter", "IPSet", "Members", "PublishingDestination"],
  config: ["ConfigRule", "ConfigurationRecorder", "DeliveryChannel"],
  rds: ["DBInstance", "DBSnapshot", "DBCluster", "DBParameterGroup"],
  secretsmanager: ["Secret", "SecretValue", "ResourcePolicy"],
  ssm: ["Command", "Document", "Parameter", "Session"],
  organizations: ["Account", "Policy", "Organization"],
};
const verbs = [
  "Create",
  "Delete",
  "Put",
  "Update",
  "Attach",
  "Detach",
  "Modify",
  "Start",
  "Stop",
  "Disable",
  "Get",
  "List",
];
const clients = [
  "kali",
  "parrot",
  "pacu",
  "scoutsuite",
  "prowler",
  "cloudgoat",
  "trufflehog",
  "boto3/0",
  "python-requests",
  "curl/",
];
const callers = ["Root", "IAMUser", "AssumedRole", "FederatedUser", "AWSAccount"];

type Random = ReturnType<typeof randomNumbers>;

/** YAML of one detection; the number of each shape, of 100 rules. */
const shapes: readonly { readonly of100: number; readonly detection: (below: Random) => string }[] = [
  {
    of100: 42,
    detection: (below) => `sel:\n${service(below)}  condition: sel and not fail\n  fail:\n    errorCode|exists: true\n`,
  },
  {
    of100: 20,
    detection: (below) =>
      `sel:\n${service(below)}    requestParameters.policyDocument|contains:\n      - '"Action":"*"'\n      - '"Principal":"*"'\n  condition: sel\n`,
  },
  {
    of100: 14,
    detection: (below) =>
      `sel:\n${service(below)}    userIdentity.type: ${pick(callers, below)}\n  own:\n    userIdentity.arn|contains: ':role/ci-${below(50)}'\n  net:\n    sourceIPAddress|cidr: 10.${below(250)}.0.0/16\n  condition: sel and not own and not net\n`,
  },
  {
    of100: 8,
    detection: (below) =>
      `sel:\n    userAgent|contains:\n      - ${pick(clients, below)}-${below(90)}\n      - ${pick(clients, below)}${below(90)}\n  condition: sel\n`,
  },
  {
    of100: 5,
    detection: (below) =>
      `sel:\n${service(below)}    userAgent|re: '(?i)(${pick(clients, below)}|nmap)[-/ ]?[0-9.]*'\n  condition: sel\n`,
  },
  {
    of100: 4,
    detection: (below) =>
      `sel:\n    eventName|startswith: ${pick(verbs, below)}\n    errorCode|contains: AccessDenied\n    userIdentity.userName|endswith: -${below(40)}\n  condition: sel\n`,
  },
  {
    of100: 1,
    detection: (below) =>
      `words:\n    - tool-${below(1_000)}.example\n    - secret${below(1_000)}\n  condition: words\n`,
  },
  // Of events that there are many of: asked often, and once in a while they match.
  {
    of100: 4,
    detection: (below) =>
      `sel:\n    eventSource: s3.amazonaws.com\n    eventName: GetObject\n    requestParameters.key|endswith: ${String(below(1_000)).padStart(3, "0")}.parquet\n  condition: sel\n`,
  },
  // No text must be there: always asked.
  {
    of100: 2,
    detection: (below) => `sel:\n    sourceIPAddress|cidr: 192.0.2.${below(16) * 16}/28\n  condition: sel\n`,
  },
];

function pick<Value>(values: readonly Value[], below: Random): Value {
  const value = values[below(values.length)];
  if (value === undefined) throw new Error("nothing to pick from");
  return value;
}

function service(below: Random): string {
  const name = pick(Object.keys(services), below);
  const nouns = services[name] ?? [];
  const names = Array.from({ length: 1 + below(4) }, () => `      - ${pick(verbs, below)}${pick(nouns, below)}\n`);
  return `    eventSource: ${name}.amazonaws.com\n    eventName:\n${[...new Set(names)].join("")}`;
}

/** So many rules. */
export function benchDetectionRules(count: number): readonly SigmaRule[] {
  const below = randomNumbers(7);
  const deck = shapes.flatMap(({ of100, detection }) => Array.from({ length: of100 }, () => detection));
  const texts = Array.from({ length: count }, (_, index) => {
    const detection = pick(deck, below)(below);
    return `title: rule ${index}\nname: rule_${index}\nlevel: low\nlogsource: { product: aws, service: cloudtrail }\ndetection:\n  ${detection}`;
  });
  const parsed = texts.map((text, index) => parseSigma(text, `rule-${index}.yml`));
  const [fault] = parsed.flatMap(({ problems }) => problems.filter(({ severity }) => severity === "error"));
  if (fault !== undefined) throw new Error(`a rule of the bench is wrong: ${fault.message}`);
  return buildRuleSet(parsed.flatMap(({ documents }) => documents)).rules;
}
