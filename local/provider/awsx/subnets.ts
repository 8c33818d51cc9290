export type SubnetType = "Public" | "Private" | "Isolated";

/** A subnet of the layout: what it is called, where it is, and its addresses. */
export interface PlannedSubnet {
  readonly name: string;
  readonly type: SubnetType;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
}

export interface Layout {
  readonly name: string;
  readonly cidrBlock: string;
  readonly zones: readonly string[];
  /** The subnets of each zone, in their order. */
  readonly types: readonly SubnetType[];
}

const bits = (count: number): number => Math.ceil(Math.log2(count));

/** Divides the addresses evenly among the zones, and those of a zone among its subnets, as awsx's strategy "Auto" does. */
export function planSubnets({ name, cidrBlock, zones, types }: Layout): PlannedSubnet[] {
  const [address = "", mask = ""] = cidrBlock.split("/");
  const first = address.split(".").reduce((number, byte) => number * 256 + Number(byte), 0);
  const zoneMask = Number(mask) + bits(zones.length);
  const subnetMask = zoneMask + bits(types.length);
  return zones.flatMap((availabilityZone, zone) =>
    types.map((type, index) => {
      const start = first + zone * 2 ** (32 - zoneMask) + index * 2 ** (32 - subnetMask);
      const bytes = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
      return {
        name: `${name}-${type.toLowerCase()}-${zone + 1}`,
        type,
        availabilityZone,
        cidrBlock: `${bytes.join(".")}/${subnetMask}`,
      };
    }),
  );
}
