// Made by `npm run generate`; do not edit.
import awsAlb from "../../sources/aws-alb";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsGuardduty from "../../sources/aws-guardduty";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsSecurityLake from "../../sources/aws-security-lake";
import awsSecurityhub from "../../sources/aws-securityhub";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsWaf from "../../sources/aws-waf";
import ocsfEvents from "../../sources/ocsf-events";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [awsAlb, awsCloudtrail, awsGuardduty, awsRoute53Resolver, awsS3Access, awsSecurityLake, awsSecurityhub, awsVpcFlow, awsWaf, ocsfEvents];
