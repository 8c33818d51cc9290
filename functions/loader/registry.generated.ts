// Made by `npm run generate`; do not edit.
import awsAlb from "../../sources/aws-alb";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsGuardduty from "../../sources/aws-guardduty";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsWaf from "../../sources/aws-waf";
import crowdstrikeFdr from "../../sources/crowdstrike-fdr";
import githubAudit from "../../sources/github-audit";
import githubWebhook from "../../sources/github-webhook";
import googleWorkspace from "../../sources/google-workspace";
import microsoftAzureActivity from "../../sources/microsoft-azure-activity";
import microsoftEntraId from "../../sources/microsoft-entra-id";
import oktaSystem from "../../sources/okta-system";
import osqueryResults from "../../sources/osquery-results";
import teleportAudit from "../../sources/teleport-audit";
import zeekLogs from "../../sources/zeek-logs";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [awsAlb, awsCloudtrail, awsGuardduty, awsRoute53Resolver, awsS3Access, awsVpcFlow, awsWaf, crowdstrikeFdr, githubAudit, githubWebhook, googleWorkspace, microsoftAzureActivity, microsoftEntraId, oktaSystem, osqueryResults, teleportAudit, zeekLogs];
