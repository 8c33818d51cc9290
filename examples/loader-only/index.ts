import * as pulumi from "@pulumi/pulumi";
import { LogLoading } from "pulumi-aws-siem";

export = async () => {
  const config = new pulumi.Config();
  const loading = new LogLoading("siem-logs", {
    bucketName: config.require("bucketName"),
    bucketKeyArn: config.get("bucketKeyArn"),
    search: {
      endpoint: config.require("domainEndpoint"),
      arn: config.require("domainArn"),
      instanceCount: config.requireNumber("domainInstances"),
      volumeGib: config.requireNumber("domainVolumeGib"),
      retentionDays: 30,
      analystRoleArns: config.requireObject("analystRoleArns"),
    },
    loader: { concurrency: 5 },
    network: {
      subnetIds: config.requireObject("subnetIds"),
      securityGroupIds: config.requireObject("securityGroupIds"),
    },
    alarmEmail: config.get("alarmEmail"),
  });
  return {
    loaderRoleArn: loading.loaderRoleArn,
    contentRoleArn: loading.contentRoleArn,
    deadLetterQueueUrl: loading.deadLetterQueueUrl,
  };
};
