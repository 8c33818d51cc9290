// Made by `npm run generate`; do not edit.
import awsAccessAnalyzer from "../../sources/aws-access-analyzer";
import awsAlb from "../../sources/aws-alb";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsGuardduty from "../../sources/aws-guardduty";
import awsInspector from "../../sources/aws-inspector";
import awsMacie from "../../sources/aws-macie";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsSecurityLake from "../../sources/aws-security-lake";
import awsSecurityhub from "../../sources/aws-securityhub";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsWaf from "../../sources/aws-waf";
import ocsfEvents from "../../sources/ocsf-events";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [awsAccessAnalyzer, awsAlb, awsCloudtrail, awsGuardduty, awsInspector, awsMacie, awsRoute53Resolver, awsS3Access, awsSecurityLake, awsSecurityhub, awsVpcFlow, awsWaf, ocsfEvents];
