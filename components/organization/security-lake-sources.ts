/** Sources of AWS that Security Lake normalises. https://docs.aws.amazon.com/security-lake/latest/userguide/internal-sources.html */
export const securityLakeSources = [
  ...(["CLOUD_TRAIL_MGMT", "EKS_AUDIT", "LAMBDA_EXECUTION", "ROUTE53"] as const),
  ...(["S3_DATA", "SH_FINDINGS", "VPC_FLOW", "WAF"] as const),
] as const;
export type SecurityLakeSource = (typeof securityLakeSources)[number];
