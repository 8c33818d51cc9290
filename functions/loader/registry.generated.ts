// Made by `npm run generate`; do not edit.
import awsAlb from "../../sources/aws-alb";
import awsBedrockInvocation from "../../sources/aws-bedrock-invocation";
import awsClientVpn from "../../sources/aws-client-vpn";
import awsCloudhsm from "../../sources/aws-cloudhsm";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsCognitoRisk from "../../sources/aws-cognito-risk";
import awsConfigHistory from "../../sources/aws-config-history";
import awsConfigRules from "../../sources/aws-config-rules";
import awsConfigSnapshot from "../../sources/aws-config-snapshot";
import awsEcsFirelens from "../../sources/aws-ecs-firelens";
import awsEksAudit from "../../sources/aws-eks-audit";
import awsEventbridge from "../../sources/aws-eventbridge";
import awsGuardduty from "../../sources/aws-guardduty";
import awsHealth from "../../sources/aws-health";
import awsLambda from "../../sources/aws-lambda";
import awsNetworkFirewall from "../../sources/aws-network-firewall";
import awsRoute53Public from "../../sources/aws-route53-public";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsSsmSession from "../../sources/aws-ssm-session";
import awsTrustedAdvisor from "../../sources/aws-trusted-advisor";
import awsVerifiedAccess from "../../sources/aws-verified-access";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsWaf from "../../sources/aws-waf";
import awsWorkspacesEvents from "../../sources/aws-workspaces-events";
import awsWorkspacesInventory from "../../sources/aws-workspaces-inventory";
import githubAudit from "../../sources/github-audit";
import githubWebhook from "../../sources/github-webhook";
import microsoftAzureActivity from "../../sources/microsoft-azure-activity";
import microsoftEntraId from "../../sources/microsoft-entra-id";
import oktaSystem from "../../sources/okta-system";
import siemPipeline from "../../sources/siem-pipeline";
import suricataEve from "../../sources/suricata-eve";
import teleportAudit from "../../sources/teleport-audit";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [awsAlb, awsBedrockInvocation, awsClientVpn, awsCloudhsm, awsCloudtrail, awsCognitoRisk, awsConfigHistory, awsConfigRules, awsConfigSnapshot, awsEcsFirelens, awsEksAudit, awsEventbridge, awsGuardduty, awsHealth, awsLambda, awsNetworkFirewall, awsRoute53Public, awsRoute53Resolver, awsS3Access, awsSsmSession, awsTrustedAdvisor, awsVerifiedAccess, awsVpcFlow, awsWaf, awsWorkspacesEvents, awsWorkspacesInventory, githubAudit, githubWebhook, microsoftAzureActivity, microsoftEntraId, oktaSystem, siemPipeline, suricataEve, teleportAudit];
