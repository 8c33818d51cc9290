export { emailAddress, secretArn } from "../functions/shared/aws-forms";

import type { TextForm } from "./definition";
import { networkFault, vpcNetworkFault } from "./network-forms";

// What AWS accepts as names, ids and ARNs, once for all settings and for the arguments of all components. Whether an ARN is of the stack's partition, region and
// account is looked at for all of them together: placement.ts.

const arnOf = (service: string, resource: string, region = "[a-z0-9-]+") =>
  new RegExp(`^arn:aws[a-z-]*:${service}:${region}:\\d{12}:${resource}$`);

export const accountId: TextForm = {
  pattern: /^\d{12}$/,
  form: 'an AWS account id of twelve digits, in quotes: "111122223333"',
};
export const organizationId: TextForm = {
  pattern: /^o-[a-z0-9]{10,32}$/,
  form: "an AWS Organizations id, such as o-exampleorg1",
};
export const organizationArn: TextForm = {
  pattern: arnOf("organizations", "organization/o-[a-z0-9]{10,32}", ""),
  form: "the ARN of an organization, such as arn:aws:organizations::111122223333:organization/o-exampleorg1",
};
export const roleArn: TextForm = {
  pattern: arnOf("iam", "role/[\\w+=,.@/-]+", ""),
  form: "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/analyst",
};
export const roleName: TextForm = {
  pattern: /^[\w+=,.@/-]{1,64}$/,
  form: "the name of an IAM role, with its path if it has one",
};
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
export const externalId: TextForm = {
  pattern: /^[\w+=,.@:/-]{2,1224}$/,
  form: "an external id of 2 to 1224 letters, digits and +=,.@:/-",
};
export const keyArn: TextForm = {
  pattern: arnOf("kms", "key/[\\w-]+"),
  form: "the ARN of a KMS key, not of an alias",
};
export const topicArn: TextForm = {
  pattern: arnOf("sns", "[\\w-]+"),
  form: "the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111122223333:new-logs",
};
export const certificateArn: TextForm = {
  pattern: arnOf("acm", "certificate/[\\w-]+"),
  form: "the ARN of a certificate in ACM, such as arn:aws:acm:eu-west-1:111122223333:certificate/1234",
};
export const domainArn: TextForm = {
  pattern: arnOf("es", "domain/[a-z][a-z0-9-]{2,27}"),
  form: "the ARN of a search domain, such as arn:aws:es:eu-west-1:111122223333:domain/logs",
};
export const webAclArn: TextForm = {
  pattern: arnOf("wafv2", "(?:regional|global)/webacl/[\\w-]+/[\\w-]+"),
  form: "the ARN of a web ACL, such as arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/1234",
};
export const networkFirewallArn: TextForm = {
  pattern: arnOf("network-firewall", "firewall/[a-zA-Z0-9-]+"),
  form: "the ARN of a firewall, such as arn:aws:network-firewall:eu-west-1:111122223333:firewall/edge",
};
export const anyArn: TextForm = {
  pattern: arnOf("[a-z0-9-]+", ".+", "[a-z0-9-]*"),
  form: "the ARN of a resource",
};
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const bucket = "(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
export const bucketName: TextForm = { pattern: new RegExp(`^${bucket}$`), form: "the name of a bucket" };
export const bucketArn: TextForm = {
  pattern: new RegExp(`^arn:aws[a-z-]*:s3:::${bucket}$`),
  form: "the ARN of a bucket",
};
export const vpcId: TextForm = {
  pattern: /^vpc-[0-9a-f]{8,17}$/,
  form: "the id of a VPC, such as vpc-0123456789abcdef0",
};
export const subnetId: TextForm = { pattern: /^subnet-[0-9a-f]{8,17}$/, form: "the id of a subnet" };
export const logGroupName: TextForm = { pattern: /^[\w./#-]{1,512}$/, form: "the name of a log group" };
export const network: TextForm = {
  pattern: /./,
  form: "a network, such as 192.0.2.0/24 or 2001:db8::/32",
  fault: networkFault,
};
export const vpcNetwork: TextForm = {
  pattern: /./,
  form: "an IPv4 network of /16 to /26, such as 10.64.0.0/24",
  fault: vpcNetworkFault,
};
export const anyText: TextForm = { pattern: /\S/, form: "a text" };
export const region: TextForm = { pattern: /^[a-z]{2,4}(?:-[a-z]+)+-\d$/, form: "a region, such as eu-central-1" };
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-restrictions-limitations-naming-rules.html
export const accessPointName: TextForm = {
  pattern: /^(?!.*-s3alias$)[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$/,
  form: "the name of an access point: 3 to 50 of a-z, 0-9 and -, neither at an end, not ending in -s3alias",
};
export const keyPrefix: TextForm = {
  // What has a meaning in policies would let in more, or nobody.
  pattern: /^[^*?$]{1,1024}$/,
  form: "the start of keys, such as AWSLogs/111122223333/, without *, ? and $",
};
export const domainEndpoint: TextForm = {
  pattern: /^https:\/\/[a-z0-9.-]+(:\d+)?$/,
  form: "an https:// URL without a path",
};
export const engineVersion: TextForm = {
  pattern: /^OpenSearch_\d+\.\d+$/,
  form: "an OpenSearch version, such as OpenSearch_2.19",
};
export const instanceType: TextForm = {
  pattern: /^[a-z0-9]+\.[a-z0-9]+\.search$/,
  form: "an OpenSearch instance type, such as r7g.large.search",
};
export const warmInstanceType: TextForm = {
  pattern: /^ultrawarm1\.(medium|large|xlarge)\.search$/,
  form: "a type of UltraWarm nodes, such as ultrawarm1.medium.search",
};
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
export const logGroupRetentions: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
