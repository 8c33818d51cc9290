import * as pulumi from "@pulumi/pulumi";
import { builtInRulesFolder, defaultDetection, detectionRules, Siem, siemOutputs } from "pulumi-aws-siem";

export = async () => {
  const config = new pulumi.Config();
  const siem = new Siem("siem-serverless", {
    archive: { retentionDays: 365 },
    search: {
      serverless: { standbyReplicas: true },
      retentionDays: 30,
      analystRoleArns: config.requireObject("analystRoleArns"),
    },
    loader: { concurrency: 5 },
    detection: { rules: detectionRules([builtInRulesFolder]), settings: defaultDetection },
    network: { cidrBlock: "10.64.0.0/24" },
    operations: { logRetentionDays: 365, alarmEmail: config.get("alarmEmail") },
  });
  return siemOutputs(siem);
};
