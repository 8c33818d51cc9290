import * as pulumi from "@pulumi/pulumi";
import { builtInRulesFolder, defaultDetection, detectionRules, Siem, siemOutputs } from "pulumi-aws-siem";

export = async () => {
  const config = new pulumi.Config();
  const detection = { rules: detectionRules([builtInRulesFolder]), settings: defaultDetection };
  const operations = { logRetentionDays: 365 };
  const users = { analystRoleArns: config.requireObject<string[]>("analystRoleArns") };
  const production = new Siem("siem-production", {
    archive: { retentionDays: 2557 },
    search: {
      ...users,
      shape: {
        ...{ instanceType: "r7g.large.search", instanceCount: 3, zones: 3, standby: true },
        ...{ masterType: "m7g.large.search", volumeGib: 500, volumeIops: 3000, volumeThroughput: 125 },
      },
      engineVersion: "OpenSearch_2.19",
      retentionDays: 90,
    },
    loader: { concurrency: 20 },
    detection,
    operations,
    network: { cidrBlock: "10.64.0.0/24" },
  });
  const staging = new Siem("siem-staging", {
    protect: false,
    archive: { retentionDays: 90 },
    search: {
      ...users,
      shape: {
        ...{ instanceType: "t3.small.search", instanceCount: 2, zones: 2, standby: false },
        ...{ masterType: "t3.small.search", volumeGib: 20, volumeIops: 3000, volumeThroughput: 125 },
      },
      engineVersion: "OpenSearch_2.19",
      retentionDays: 14,
    },
    loader: { concurrency: 2 },
    detection,
    operations,
    network: { cidrBlock: "10.64.1.0/24" },
  });
  return { production: siemOutputs(production), staging: siemOutputs(staging) };
};
