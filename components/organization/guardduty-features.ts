/** Parts of GuardDuty, by the names of its interface, with the parts of their own that are turned on with them. */
export const guardDutyParts = {
  S3_DATA_EVENTS: [],
  EKS_AUDIT_LOGS: [],
  RDS_LOGIN_EVENTS: [],
  LAMBDA_NETWORK_LOGS: [],
  EBS_MALWARE_PROTECTION: [],
  RUNTIME_MONITORING: ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"],
} as const satisfies Record<string, readonly string[]>;

export type GuardDutyFeature = keyof typeof guardDutyParts;
export const guardDutyFeatures = Object.keys(guardDutyParts) as readonly GuardDutyFeature[];
