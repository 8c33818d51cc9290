import type { GraphResource } from "../../../cli/graph";
import { scenarios } from "./scenarios";

type Inputs = Readonly<Record<string, unknown>>;

/** A resource of a scenario; `of` names the resources that an input was made from. */
export interface ScenarioResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Inputs;
  readonly of?: Readonly<Record<string, string>>;
  readonly arn?: string;
}

export interface GeneratedStack {
  /** What was changed: `bucket: versioning.status is Suspended`. */
  readonly label: string;
  readonly resources: readonly GraphResource[];
}

/** Other values of inputs that a reader of a policy would try, by the input's name. */
const alternatives: Readonly<Record<string, readonly unknown[]>> = {
  authorizationType: ["NONE"],
  cidrIpv4: ["0.0.0.0/0", "192.0.2.0/24"],
  cidrIpv6: ["::/0"],
  daysAfterInitiation: [1, 30],
  dedicatedMasterCount: [1, 5],
  fromPort: [22, 80, 3389],
  kmsKeyId: ["alias/aws/secretsmanager"],
  kmsMasterKeyId: ["alias/aws/sqs", "alias/own"],
  logType: ["INDEX_SLOW_LOGS"],
  mode: ["PassThrough"],
  objectOwnership: ["BucketOwnerPreferred", "ObjectWriter"],
  path: ["/"],
  principal: ["*"],
  protocol: ["http"],
  retentionInDays: [0, 7, 400],
  runtime: ["nodejs16.x", "python3.8", "python3.13", "provided.al2023"],
  sseAlgorithm: ["AES256", "aws:kms:dsse"],
  status: ["Suspended", "Disabled"],
  tlsSecurityPolicy: ["Policy-Min-TLS-1-0-2019-07", "Policy-Min-TLS-1-2-2019-07"],
};

/** Statements that a policy is tried with instead of its own. */
const documents: readonly (readonly [string, object])[] = [
  ["is for everyone", { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
  ["is for everyone as AWS", { Effect: "Allow", Principal: { AWS: "*" }, Action: "sqs:SendMessage", Resource: "*" }],
  ["allows everything to everyone", { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
  [
    "names an account",
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" },
  ],
  ["denies everyone", { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }],
  ["allows every action", { Effect: "Allow", Action: "*", Resource: "*" }],
  ["allows a service on everything", { Effect: "Allow", Action: "s3:*", Resource: "*" }],
  ["allows one action on everything", { Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
  ["changes roles", { Effect: "Allow", Action: ["iam:AttachRolePolicy", "iam:PassRole"], Resource: "*" }],
];

/** Every scenario as it is, and with one thing changed at a time. */
export function corpus(): GeneratedStack[] {
  return Object.entries(scenarios).flatMap(([name, resources]) => [
    { label: `${name}: as it should be`, resources: resources.map(toGraph) },
    ...resources.flatMap((resource, index) => [
      ...(resources.length > 1
        ? [{ label: `${name}: without ${resource.name}`, resources: resources.toSpliced(index, 1).map(toGraph) }]
        : []),
      ...mutations(resource.inputs).map(([what, inputs]) => ({
        label: `${name}: ${resource.name}: ${what}`,
        resources: resources.with(index, { ...resource, inputs }).map(toGraph),
      })),
    ]),
  ]);
}

/** Inputs with one part removed, negated or replaced. */
function mutations(value: Inputs, path = ""): [string, Inputs][] {
  return Object.entries(value).flatMap(([key, member]): [string, Inputs][] => {
    const place = path === "" ? key : `${path}.${key}`;
    const { [key]: _, ...without } = value;
    const changed = (replacement: unknown) => ({ ...value, [key]: replacement });
    return [
      [`without ${place}`, without],
      ...changes(key, member, place).map(([what, replacement]): [string, Inputs] => [what, changed(replacement)]),
    ];
  });
}

function changes(key: string, member: unknown, place: string): [string, unknown][] {
  const is = (replacement: unknown): [string, unknown] => [`${place} is ${String(replacement)}`, replacement];
  if (typeof member === "boolean") return [is(!member)];
  if (typeof member === "string" && member.startsWith('{"Version"')) {
    return documents.map(([what, statement]) => [
      `${place} ${what}`,
      JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    ]);
  }
  if (Array.isArray(member)) {
    const [first] = member as unknown[];
    if (typeof first !== "object" || first === null) return [];
    return mutations(first as Inputs, `${place}.0`).map(([what, inputs]) => [what, member.with(0, inputs)]);
  }
  if (typeof member === "object" && member !== null) return mutations(member as Inputs, place);
  return (alternatives[key] ?? []).filter((other) => other !== member).map(is);
}

const urnOf = (name: string) => `urn:pulumi:corpus::corpus::${name}`;

function toGraph({ type, name, inputs, of = {}, arn }: ScenarioResource): GraphResource {
  return {
    type,
    name,
    inputs,
    id: name,
    ...(arn !== undefined && { arn }),
    urn: urnOf(name),
    parent: "",
    deps: Object.values(of).map(urnOf),
    propertyDeps: Object.fromEntries(
      Object.entries(of).flatMap(([input, target]) => (input in inputs ? [[input, [urnOf(target)]]] : [])),
    ),
  };
}
