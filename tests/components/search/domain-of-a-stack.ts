import type { SearchDomainArgs } from "../../../components";

export const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
export const network = {
  subnetIds: ["subnet-00000001", "subnet-00000002", "subnet-00000003"],
  securityGroupIds: ["sg-00000001"],
};

/** A domain as a stack has it before it is changed. */
export const domain: SearchDomainArgs = {
  shape: {
    instanceType: "r7g.large.search",
    instanceCount: 3,
    zones: 3,
    standby: false,
    masterType: "m7g.large.search",
    volumeGib: 100,
    volumeIops: 3000,
    volumeThroughput: 125,
  },
  engineVersion: "OpenSearch_2.17",
  masterRoleArn: role("configurator"),
  accessRoleArns: [role("analyst")],
  network,
  createServiceLinkedRole: false,
};
