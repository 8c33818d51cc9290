import * as pulumi from "@pulumi/pulumi";
import { builtInRulesFolder, defaultDetection, detectionRules, Siem, siemOutputs } from "pulumi-aws-siem";

export = async () => {
  const config = new pulumi.Config();
  const logArchiveAccount = config.require("logArchiveAccount");
  const siem = new Siem("siem-audit", {
    // What Control Tower collects stays in its log archive; this one is for what it does not, and for what cannot be loaded.
    archive: { retentionDays: 365 },
    existingBuckets: [
      {
        bucketName: config.require("bucketName"),
        accountId: logArchiveAccount,
        announcedBy: { topicArn: config.require("topicArn") },
        reader: { roleArn: config.require("readerRoleArn"), externalId: config.require("externalId") },
      },
    ],
    search: {
      shape: {
        ...{ instanceType: "r7g.large.search", instanceCount: 3, zones: 3, standby: false },
        ...{ masterType: "m7g.large.search", volumeGib: 200, volumeIops: 3000, volumeThroughput: 125 },
      },
      engineVersion: "OpenSearch_2.19",
      retentionDays: 90,
      analystRoleArns: config.requireObject("analystRoleArns"),
    },
    detection: { rules: detectionRules([builtInRulesFolder]), settings: defaultDetection },
    network: { cidrBlock: "10.64.0.0/24" },
    operations: { logRetentionDays: 365, alarmEmail: config.get("alarmEmail") },
  });
  return siemOutputs(siem);
};
