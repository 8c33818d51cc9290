// Made by `npm run generate`; do not edit.
import awsAlb from "../../sources/aws-alb";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsConfigHistory from "../../sources/aws-config-history";
import awsConfigRules from "../../sources/aws-config-rules";
import awsConfigSnapshot from "../../sources/aws-config-snapshot";
import awsEventbridge from "../../sources/aws-eventbridge";
import awsGuardduty from "../../sources/aws-guardduty";
import awsHealth from "../../sources/aws-health";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsSsmSession from "../../sources/aws-ssm-session";
import awsTrustedAdvisor from "../../sources/aws-trusted-advisor";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsWaf from "../../sources/aws-waf";
import githubAudit from "../../sources/github-audit";
import githubWebhook from "../../sources/github-webhook";
import microsoftAzureActivity from "../../sources/microsoft-azure-activity";
import microsoftEntraId from "../../sources/microsoft-entra-id";
import oktaSystem from "../../sources/okta-system";
import siemPipeline from "../../sources/siem-pipeline";
import teleportAudit from "../../sources/teleport-audit";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [awsAlb, awsCloudtrail, awsConfigHistory, awsConfigRules, awsConfigSnapshot, awsEventbridge, awsGuardduty, awsHealth, awsRoute53Resolver, awsS3Access, awsSsmSession, awsTrustedAdvisor, awsVpcFlow, awsWaf, githubAudit, githubWebhook, microsoftAzureActivity, microsoftEntraId, oktaSystem, siemPipeline, teleportAudit];
