/** Ways out to the internet, and what awsx calls them: none, one for all zones, or one in each. */
export const natStrategies = { none: "None", one: "Single", "each-zone": "OnePerAz" } as const;

export type NatGateways = keyof typeof natStrategies;
export const natGatewayChoices = Object.keys(natStrategies) as readonly NatGateways[];
