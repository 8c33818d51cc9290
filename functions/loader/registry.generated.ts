// Made by `npm run generate`; do not edit.
import awsAlb from "../../sources/aws-alb";
import awsCloudtrail from "../../sources/aws-cloudtrail";
import awsDirectoryService from "../../sources/aws-directory-service";
import awsFsxWindows from "../../sources/aws-fsx-windows";
import awsGuardduty from "../../sources/aws-guardduty";
import awsRoute53Resolver from "../../sources/aws-route53-resolver";
import awsS3Access from "../../sources/aws-s3-access";
import awsVpcFlow from "../../sources/aws-vpc-flow";
import awsWaf from "../../sources/aws-waf";
import cefEvents from "../../sources/cef-events";
import linuxAuditd from "../../sources/linux-auditd";
import linuxAuth from "../../sources/linux-auth";
import linuxIptables from "../../sources/linux-iptables";
import linuxSyslog from "../../sources/linux-syslog";
import windowsEvent from "../../sources/windows-event";
import type { LogSource } from "./source";

/** Every log source, sorted by id. */
export const sources: readonly LogSource[] = [awsAlb, awsCloudtrail, awsDirectoryService, awsFsxWindows, awsGuardduty, awsRoute53Resolver, awsS3Access, awsVpcFlow, awsWaf, cefEvents, linuxAuditd, linuxAuth, linuxIptables, linuxSyslog, windowsEvent];
