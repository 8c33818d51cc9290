// Made by `npm run generate`; do not edit.
import awsAlb from "../../sources/aws-alb";
import awsBedrockInvocation from "../../sources/aws-bedrock-invocation";
import awsClientVpn from "../../sources/aws-client-vpn";
import awsCloudhsm from "../../sources/aws-cloudhsm";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsCognitoRisk from "../../sources/aws-cognito-risk";
import awsEcsFirelens from "../../sources/aws-ecs-firelens";
import awsEksAudit from "../../sources/aws-eks-audit";
import awsGuardduty from "../../sources/aws-guardduty";
import awsLambda from "../../sources/aws-lambda";
import awsNetworkFirewall from "../../sources/aws-network-firewall";
import awsRoute53Public from "../../sources/aws-route53-public";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsVerifiedAccess from "../../sources/aws-verified-access";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsWaf from "../../sources/aws-waf";
import awsWorkspacesEvents from "../../sources/aws-workspaces-events";
import awsWorkspacesInventory from "../../sources/aws-workspaces-inventory";
import suricataEve from "../../sources/suricata-eve";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [awsAlb, awsBedrockInvocation, awsClientVpn, awsCloudhsm, awsCloudtrail, awsCognitoRisk, awsEcsFirelens, awsEksAudit, awsGuardduty, awsLambda, awsNetworkFirewall, awsRoute53Public, awsRoute53Resolver, awsS3Access, awsVerifiedAccess, awsVpcFlow, awsWaf, awsWorkspacesEvents, awsWorkspacesInventory, suricataEve];
