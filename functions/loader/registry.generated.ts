// Made by `npm run generate`; do not edit.
import apacheAccess from "../../sources/apache-access";
import apacheError from "../../sources/apache-error";
import awsAlb from "../../sources/aws-alb";
import awsApigateway from "../../sources/aws-apigateway";
import awsClb from "../../sources/aws-clb";
import awsCloudfront from "../../sources/aws-cloudfront";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsGlobalAccelerator from "../../sources/aws-global-accelerator";
import awsGuardduty from "../../sources/aws-guardduty";
import awsNlb from "../../sources/aws-nlb";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsVpcLattice from "../../sources/aws-vpc-lattice";
import awsWaf from "../../sources/aws-waf";
import microsoftIis from "../../sources/microsoft-iis";
import nginxAccess from "../../sources/nginx-access";
import nginxError from "../../sources/nginx-error";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [apacheAccess, apacheError, awsAlb, awsApigateway, awsClb, awsCloudfront, awsCloudtrail, awsGlobalAccelerator, awsGuardduty, awsNlb, awsRoute53Resolver, awsS3Access, awsVpcFlow, awsVpcLattice, awsWaf, microsoftIis, nginxAccess, nginxError];
