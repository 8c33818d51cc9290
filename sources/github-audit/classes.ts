import type { ClassificationRule } from "../../functions/shared/classification";

/**
 * Actions by what they are about.
 * @see https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/audit-log-events-for-your-enterprise
 */
export const rules: readonly ClassificationRule[] = [
  { action: /^git\.(?:clone|fetch)$/, category: ["file", "api"], type: ["access"] },
  { action: /^git\.push$/, category: ["file", "api"], type: ["change"] },
  { action: /^repo\.(?:download_zip|access_archive)/, category: ["file", "api"], type: ["access"] },
  { action: /^api\./, category: ["api"], type: ["access"] },
  {
    action:
      /^user\.(?:login|failed_login|logout|sign_in|device_verification|two_factor_challenge|forgot_password|passkey|sudo)/,
    category: ["authentication"],
    type: ["info"],
  },
  {
    action: /\.(?:sso_response|saml_response)$|^(?:external_identity|oidc)\.authenticate/,
    category: ["authentication"],
    type: ["info"],
  },
  { action: /^workflows\.(?:created_workflow_run|prepared_workflow_job)$/, category: ["process"], type: ["start"] },
  { action: /^workflows\.(?:completed_workflow_run|cancel_workflow_run)$/, category: ["process"], type: ["end"] },
  {
    action: /^(?:repository_vulnerability_alert|dependabot_alert|code_scanning|security_advisory)\b/,
    category: ["vulnerability"],
    type: ["info"],
  },
  { action: /^secret_scanning_alert\b/, category: ["vulnerability"], type: ["info"] },
  // Visibility was changed.
  { action: /^(?:repo|project)\.access$/, category: ["configuration"], type: ["change"] },
  { action: /^team\./, category: ["iam"], about: "group", whole: /^team\.(?:create|destroy|delete)$/ },
  {
    action:
      /^(?:org|business|repo|enterprise)\.(?:add|remove|invite|update|set|restore|unblock|block|cancel)\w*(?:member|admin|user|collaborator|owner|manager|invitation|actor)/,
    category: ["iam"],
    about: "user",
  },
  {
    action: /^(?:user|two_factor_authentication)\./,
    category: ["iam"],
    about: "user",
    whole: /^user\.(?:create|destroy|delete)$/,
  },
  {
    action:
      /^(?:account|external_identity|external_group|role|organization_role|members_can|business_member|two_factor|public_key|personal_access_token|oauth_access|oauth_authorization|org_credential_authorization|ssh_certificate\w*|security_key)\b/,
    category: ["iam"],
  },
];

/** Actions that report a finding; what people do with it later is no alert. */
const alerts =
  /^(?:secret_scanning_alert\.(?:create|public_leak)|repository_vulnerability_alert\.create|code_scanning\.alert_(?:created|appeared_in_branch)|secret_scanning_push_protection\.bypass|repository_secret_scanning_push_protection\.bypass)$/;

export function isAlert(action: string): boolean {
  return alerts.test(action);
}

export function isFailure(action: string): boolean {
  return /(?:^|[._])(?:fail(?:ed|ure)?|denied|rejected)(?:[._]|$)/.test(action);
}
