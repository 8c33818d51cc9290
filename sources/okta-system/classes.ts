import type { ClassificationRule } from "../../functions/shared/classification";

/**
 * Okta's event types by what they are about.
 * @see https://developer.okta.com/docs/reference/api/event-types/
 */
export const rules: readonly ClassificationRule[] = [
  {
    action: /^user\.session\.(?:start|impersonation\.initiate)$/,
    category: ["authentication", "session"],
    type: ["start"],
  },
  {
    action: /^user\.session\.(?:end|clear|expire|impersonation\.end)/,
    category: ["authentication", "session"],
    type: ["end"],
  },
  { action: /^user\.session\./, category: ["session"], type: ["info"] },
  {
    action: /^user\.authentication\.(?:auth_via|sso|authenticate|verify|universal_logout)/,
    category: ["authentication"],
    type: ["start"],
  },
  { action: /^user\.authentication\./, category: ["authentication"], type: ["info"] },
  { action: /^policy\.(?:evaluate_sign_on|auth_reevaluate)/, category: ["authentication"], type: ["info"] },
  { action: /token\.detect_reuse$/, category: ["intrusion_detection"], type: ["info"] },
  {
    action: /^app\.oauth2\.(?:as\.)?(?:authorize|token|interact|signon)/,
    category: ["authentication"],
    type: ["info"],
  },
  {
    action: /^app\.(?:ldap|ad|kerberos_rich_client|office365|inbound_del_auth|generic\.unauth)/,
    category: ["iam"],
    type: ["info"],
  },
  {
    action: /^(?:security|user\.risk|user\.account\.report_suspicious)/,
    category: ["intrusion_detection"],
    type: ["info"],
  },
  { action: /^user\.mfa\.okta_verify|^system\.push\./, category: ["authentication"], type: ["info"] },
  { action: /^user\.lifecycle\.delete/, category: ["iam"], type: ["user", "deletion"] },
  {
    action: /^(?:user|application\.user_membership|system\.import\.user)\b/,
    category: ["iam"],
    about: "user",
    whole: /^(?:user\.lifecycle|system\.import\.user)\.(?:create|delete)\b/,
  },
  {
    action: /^(?:group\.user_membership|group\.application_assignment)\./,
    category: ["iam"],
    type: ["group", "change"],
  },
  {
    action: /^(?:group|system\.import\.group)\b/,
    category: ["iam"],
    about: "group",
    whole: /^(?:group\.lifecycle|system\.import\.group)\.(?:create|delete)\b/,
  },
  { action: /^(?:iam|app\.user_management|system\.import|system\.agent\.ad)\b/, category: ["iam"] },
  { action: /^system\.(?:email|sms|voice)\b/, category: ["iam"], type: ["info"] },
  { action: /(?:rate_limit|concurrency)/, category: ["api"], type: ["info"] },
];

/** Event types that report an attack or a suspicion. */
const alerts =
  /^(?:security\.(?:threat|attack|breached_credential|events\.provider\.receive_event)|user\.risk\.(?:detect|change)|user\.account\.report_suspicious_activity|app\.oauth2\.(?:as\.)?token\.detect_reuse)/;

export function isAlert(eventType: string | undefined): boolean {
  return eventType !== undefined && alerts.test(eventType);
}

export const outcomes: Readonly<Record<string, "success" | "failure" | "unknown">> = {
  SUCCESS: "success",
  ALLOW: "success",
  FAILURE: "failure",
  DENY: "failure",
};

/** Okta's words in their order. */
export const severities: Readonly<Record<string, number>> = { DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4 };
