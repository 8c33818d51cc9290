import * as pulumi from "@pulumi/pulumi";
import { type PlannedSubnet, planSubnets, type SubnetType } from "./subnets";

// As for PROVIDER_VERSION; here it is the release of @pulumi/aws.
declare const AWS_VERSION: string;

/** A resource of the AWS provider, by its type: its classes would make this executable as large as all of AWS. */
class AwsResource extends pulumi.CustomResource {
  constructor(type: string, name: string, inputs: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
    super(type, name, inputs, { ...options, version: AWS_VERSION });
  }
}

/** The arguments that the program gives, as they come from the engine. */
interface VpcInputs {
  readonly cidrBlock: string;
  readonly numberOfAvailabilityZones: number;
  readonly subnetSpecs: readonly { readonly type: SubnetType }[];
  readonly natGateways: { readonly strategy: "None" | "Single" | "OnePerAz" };
  readonly enableDnsHostnames?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What `awsx.ec2.Vpc` makes of a layout by its strategy "Auto": subnets with their route tables, and ways out. */
export class Vpc extends pulumi.ComponentResource {
  static readonly type = "awsx:ec2:Vpc";
  readonly outputs: pulumi.Inputs;

  constructor(name: string, inputs: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
    super(Vpc.type, name, {}, options);
    const { numberOfAvailabilityZones, cidrBlock, subnetSpecs, natGateways, tags, enableDnsHostnames } =
      checkedInputs(inputs);
    const make = (type: string, childName: string, properties: pulumi.Inputs) =>
      new AwsResource(type, childName, properties, { parent: this });
    const zones = pulumi.runtime.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {}, { parent: this });
    const zoneNames = pulumi.output(zones).apply((answer: { names: string[] }) => answer.names);

    const vpc = make("aws:ec2/vpc:Vpc", name, { cidrBlock, enableDnsHostnames, enableDnsSupport: true, tags });
    const types = subnetSpecs.map(({ type }) => type);
    const numbers = Array.from({ length: numberOfAvailabilityZones }, (_, zone) => String(zone));
    const planned = planSubnets({ name, cidrBlock, zones: numbers, types });
    const internet = types.includes("Public")
      ? make("aws:ec2/internetGateway:InternetGateway", name, { vpcId: vpc.id })
      : undefined;
    const subnets = planned.map((subnet) => {
      const availabilityZone = zoneNames.apply((names) => names[Number(subnet.availabilityZone)]);
      const made = make("aws:ec2/subnet:Subnet", subnet.name, {
        vpcId: vpc.id,
        cidrBlock: subnet.cidrBlock,
        availabilityZone,
        mapPublicIpOnLaunch: subnet.type === "Public",
      });
      const table = make("aws:ec2/routeTable:RouteTable", subnet.name, { vpcId: vpc.id });
      make("aws:ec2/routeTableAssociation:RouteTableAssociation", subnet.name, {
        routeTableId: table.id,
        subnetId: made.id,
      });
      return { ...subnet, id: made.id, table };
    });
    const publicOnes = subnets.filter(({ type }) => type === "Public");
    const nats = publicOnes.slice(0, natCount(natGateways.strategy, publicOnes.length)).map((subnet) => {
      const address = make("aws:ec2/eip:Eip", subnet.name, {});
      return make("aws:ec2/natGateway:NatGateway", subnet.name, { allocationId: address.id, subnetId: subnet.id });
    });
    for (const subnet of subnets) {
      const way = wayOut(subnet, internet, nats);
      if (way === undefined) continue;
      const route = { routeTableId: subnet.table.id, destinationCidrBlock: "0.0.0.0/0", ...way };
      make("aws:ec2/route:Route", subnet.name, route);
    }

    const idsOf = (wanted: SubnetType) => subnets.filter(({ type }) => type === wanted).map(({ id }) => id);
    this.outputs = {
      vpcId: vpc.id,
      isolatedSubnetIds: idsOf("Isolated"),
      privateSubnetIds: idsOf("Private"),
      publicSubnetIds: idsOf("Public"),
      routeTables: subnets.map(({ table }) => table),
    };
    this.registerOutputs(this.outputs);
  }
}

function natCount(strategy: VpcInputs["natGateways"]["strategy"], zones: number): number {
  return { None: 0, Single: 1, OnePerAz: zones }[strategy];
}

function wayOut(
  { type, availabilityZone }: PlannedSubnet,
  internet: pulumi.CustomResource | undefined,
  nats: readonly pulumi.CustomResource[],
): pulumi.Inputs | undefined {
  if (type === "Public") return { gatewayId: internet?.id };
  if (type === "Isolated" || nats.length === 0) return undefined;
  return { natGatewayId: (nats[Number(availabilityZone)] ?? nats[0])?.id };
}

/** These decide which resources there are, so they are no outputs, as the real component has it too. */
function checkedInputs(inputs: pulumi.Inputs): VpcInputs {
  for (const needed of ["cidrBlock", "numberOfAvailabilityZones", "subnetSpecs", "natGateways"]) {
    if (inputs[needed] === undefined || pulumi.Output.isInstance(inputs[needed])) {
      throw new Error(`The stand-in for ${Vpc.type} needs "${needed}" as a plain value.`);
    }
  }
  if (inputs.subnetStrategy !== "Auto") throw new Error(`The stand-in for ${Vpc.type} knows the strategy "Auto" only.`);
  return inputs as unknown as VpcInputs;
}
