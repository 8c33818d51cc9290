// Made by `npm run generate`; do not edit.
import awsAlb from "../../sources/aws-alb";
import awsAuroraAudit from "../../sources/aws-aurora-audit";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsDocumentdbAudit from "../../sources/aws-documentdb-audit";
import awsElasticacheSlowlog from "../../sources/aws-elasticache-slowlog";
import awsGuardduty from "../../sources/aws-guardduty";
import awsMskBroker from "../../sources/aws-msk-broker";
import awsNeptuneAudit from "../../sources/aws-neptune-audit";
import awsOpensearchAudit from "../../sources/aws-opensearch-audit";
import awsRdsMysql from "../../sources/aws-rds-mysql";
import awsRdsPostgresql from "../../sources/aws-rds-postgresql";
import awsRedshiftAudit from "../../sources/aws-redshift-audit";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsWaf from "../../sources/aws-waf";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [awsAlb, awsAuroraAudit, awsCloudtrail, awsDocumentdbAudit, awsElasticacheSlowlog, awsGuardduty, awsMskBroker, awsNeptuneAudit, awsOpensearchAudit, awsRdsMysql, awsRdsPostgresql, awsRedshiftAudit, awsRoute53Resolver, awsS3Access, awsVpcFlow, awsWaf];
