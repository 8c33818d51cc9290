import type {
  CheckResult,
  CreateResult,
  DiffResult,
  InvokeResult,
  Provider,
  ReadResult,
  UpdateResult,
} from "@pulumi/pulumi/provider/provider";
import type { Aws } from "./aws";
import type { ResourceKind } from "./kind";
import { kindOf } from "./kinds";
import { parseUrn, withName } from "./naming";
import {
  changedProperties,
  digest,
  FINGERPRINTS,
  fingerprints,
  isObject,
  type Properties,
  plainProperties,
} from "./properties";

/** Names of inputs that the provider itself filled in, as the real provider keeps them. */
const DEFAULTS = "__defaults";

function replaceOn(kind: ResourceKind, inputs: Properties): readonly string[] {
  return typeof kind.replaceOn === "function" ? kind.replaceOn(inputs) : (kind.replaceOn ?? []);
}

function isExplicitlyNamed(kind: ResourceKind, inputs: Properties): boolean {
  const filledIn = Array.isArray(inputs[DEFAULTS]) ? inputs[DEFAULTS] : [];
  return kind.autoName !== undefined && !filledIn.includes(kind.autoName.property);
}

function withoutDefaultsList(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== DEFAULTS));
}

/** Stands in for the `aws` provider of Pulumi where only an AWS emulator is. */
export class StandInProvider implements Provider {
  constructor(
    readonly version: string,
    private readonly aws: Aws,
    private readonly kinds: (type: string) => ResourceKind = kindOf,
  ) {}

  check(urn: string, olds: Properties, news: Properties): Promise<CheckResult> {
    const kind = this.kinds(parseUrn(urn).type);
    if (kind.autoName === undefined || news[kind.autoName.property] !== undefined)
      return Promise.resolve({ inputs: news });
    const known = isExplicitlyNamed(kind, olds) ? {} : olds;
    try {
      const inputs = withName(kind.autoName, urn, known, news, replaceOn(kind, plainProperties(news)));
      return Promise.resolve({ inputs: { ...inputs, [DEFAULTS]: [kind.autoName.property] } });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return Promise.resolve({ failures: [{ property: kind.autoName.property, reason }] });
    }
  }

  diff(_id: string, urn: string, olds: Properties, news: Properties): Promise<DiffResult> {
    const kind = this.kinds(parseUrn(urn).type);
    const before = isObject(olds[FINGERPRINTS]) ? (olds[FINGERPRINTS] as Record<string, string>) : {};
    const changed = changedProperties(before, fingerprints(withoutDefaultsList(news)));
    const after = plainProperties(news);
    const replacing = [...replaceOn(kind, after), ...(kind.replacedBy?.(plainProperties(olds), after) ?? [])];
    const replaces = changed.filter((property) => replacing.includes(property));
    const deleteBeforeReplace = kind.deleteBeforeReplace === true || isExplicitlyNamed(kind, news);
    return Promise.resolve({ changes: changed.length > 0, replaces, deleteBeforeReplace });
  }

  async create(urn: string, inputs: Properties): Promise<CreateResult> {
    return this.put("create", urn, inputs);
  }

  async update(id: string, urn: string, olds: Properties, news: Properties): Promise<UpdateResult> {
    return { outs: (await this.put("update", urn, news, { id, outputs: plainProperties(olds) })).outs };
  }

  private async put(
    verb: "create" | "update",
    urn: string,
    inputs: Properties,
    previous?: { id: string; outputs: Properties },
  ): Promise<{ id: string; outs: Properties }> {
    const { type } = parseUrn(urn);
    const own = withoutDefaultsList(inputs);
    const made = await told(verb, urn, () =>
      this.kinds(type).put(plainProperties(own), { aws: this.aws, type, urn, previous }),
    );
    return { id: made.id, outs: { ...made.outputs, ...inputs, [FINGERPRINTS]: fingerprints(own) } };
  }

  async read(id: string, urn: string, props: Properties): Promise<ReadResult> {
    const kind = this.kinds(parseUrn(urn).type);
    const outputs = plainProperties(props);
    const found = await told("read", urn, async () => (kind.read ? kind.read(id, outputs, this.aws) : {}));
    // The engine takes an empty id for "it is gone".
    if (found === undefined) return { id: "", props: {} };
    const names = isObject(props[FINGERPRINTS]) ? Object.keys(props[FINGERPRINTS]) : [];
    const own = Object.fromEntries(names.map((name) => [name, props[name]]));
    const inputs = props[DEFAULTS] === undefined ? own : { ...own, [DEFAULTS]: props[DEFAULTS] };
    return { id, props: { ...props, ...found, ...own }, inputs };
  }

  async delete(id: string, urn: string, props: Properties): Promise<void> {
    const kind = this.kinds(parseUrn(urn).type);
    await told("delete", urn, async () => kind.remove?.(id, plainProperties(props), this.aws));
  }

  async invoke(token: string, args: Properties): Promise<InvokeResult> {
    const { region, partition } = this.aws;
    const answers: Readonly<Record<string, () => Promise<Properties>>> = {
      "aws:index/getCallerIdentity:getCallerIdentity": async () => {
        const identity = await this.aws.callerIdentity();
        return { ...identity, id: identity.accountId };
      },
      "aws:index/getPartition:getPartition": () => Promise.resolve(partitionAnswer(partition)),
      "aws:index/getRegion:getRegion": () =>
        Promise.resolve({
          id: region,
          name: region,
          region,
          description: region,
          endpoint: `ec2.${region}.amazonaws.com`,
        }),
      "aws:organizations/getOrganization:getOrganization": () => Promise.resolve(organizationAnswer(partition)),
      // The AWS-managed list of the addresses of S3 or DynamoDB, to which a gateway endpoint leads.
      "aws:ec2/getPrefixList:getPrefixList": () => {
        const id = `pl-${digest(region).slice(0, 8)}`;
        return Promise.resolve({ id, name: args.name, prefixListId: args.prefixListId ?? id, region, cidrBlocks: [] });
      },
      // Which VPC a stack has is its own matter; each is taken to have these addresses.
      "aws:ec2/getVpc:getVpc": () => Promise.resolve({ id: args.id, cidrBlock: "10.0.0.0/16" }),
      "aws:index/getAvailabilityZones:getAvailabilityZones": () => {
        const zones = ["a", "b", "c"].map((letter) => `${region}${letter}`);
        const numbers = zones.map((_zone, index) => `${region}-az${index + 1}`);
        return Promise.resolve({ id: region, region, names: zones, zoneIds: numbers, groupNames: [region] });
      },
    };
    const answer = answers[token];
    if (answer) return { outputs: await answer() };
    const known = Object.keys(answers).join(", ");
    throw new Error(`The stand-in provider of the local stage has no answer to ${token}; it knows ${known}.`);
  }
}

function partitionAnswer(partition: string): Properties {
  const dnsSuffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return { id: partition, partition, dnsSuffix, reverseDnsPrefix: dnsSuffix.split(".").reverse().join(".") };
}

/** An organization with a root and nothing in it. */
function organizationAnswer(partition: string): Properties {
  const [id, rootId] = ["o-local000000", "r-local"];
  const arn = `arn:${partition}:organizations::000000000000:root/${id}/${rootId}`;
  return { id, roots: [{ id: rootId, arn, name: "Root", policyTypes: [] }], accounts: [] };
}

/** Runs an operation; its error says which resource it was about. */
async function told<T>(verb: string, urn: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const { type, name } = parseUrn(urn);
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Error(`Cannot ${verb} ${type} "${name}" in the local stage: ${reason}`, { cause: error });
  }
}
