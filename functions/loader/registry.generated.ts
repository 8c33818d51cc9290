// Made by `npm run generate`; do not edit.
import awsAlb from "../../sources/aws-alb";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsEksAudit from "../../sources/aws-eks-audit";
import awsGuardduty from "../../sources/aws-guardduty";
import awsNetworkFirewall from "../../sources/aws-network-firewall";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsWaf from "../../sources/aws-waf";
import suricataEve from "../../sources/suricata-eve";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [awsAlb, awsCloudtrail, awsEksAudit, awsGuardduty, awsNetworkFirewall, awsRoute53Resolver, awsS3Access, awsVpcFlow, awsWaf, suricataEve];
