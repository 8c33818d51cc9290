import type { ClassificationRule } from "../../functions/shared/classification";

/** By `application.type.name`. @see https://developers.google.com/workspace/admin/reports/v1/appendix/activity */
export const rules: readonly ClassificationRule[] = [
  {
    action: /^login\.attack_warning|^login\.account_warning|^login\..*suspicious/,
    category: ["intrusion_detection"],
    type: ["info"],
  },
  { action: /^login\..*\.logout$/, category: ["authentication", "session"], type: ["end"] },
  {
    action: /^login\..*\.(?:login_success|login_failure|login_challenge|login_verification)$/,
    category: ["authentication", "session"],
    type: ["start"],
  },
  {
    action: /^login\.(?:2sv_change|password_change|recovery_info_change|titanium_change|email_forwarding_change)/,
    category: ["iam"],
    type: ["user", "change"],
  },
  { action: /^login\./, category: ["authentication"], type: ["info"] },
  { action: /^saml\./, category: ["authentication"], type: ["start"] },
  { action: /^context_aware_access\./, category: ["authentication"], type: ["info"] },
  { action: /^token\..*\.(?:activity|request)$/, category: ["api"], type: ["access"] },
  { action: /^token\..*\.revoke$/, category: ["iam"], type: ["deletion"] },
  { action: /^token\./, category: ["iam"], type: ["creation"] },
  { action: /^user_accounts\./, category: ["iam"], type: ["user", "change"] },
  {
    action: /^admin\.USER_SETTINGS/,
    category: ["iam"],
    about: "user",
    whole: /\.(?:CREATE|DELETE)_USER$/,
  },
  {
    action: /^admin\.GROUP_SETTINGS|^groups(?:_enterprise)?\./,
    category: ["iam"],
    about: "group",
    whole: /\.(?:CREATE|DELETE)_GROUP$/i,
  },
  {
    action: /^admin\.DELEGATED_ADMIN_SETTINGS.*\.(?:ADD|REMOVE)_PRIVILEGE$/,
    category: ["iam"],
    type: ["admin", "change"],
  },
  { action: /^admin\.DELEGATED_ADMIN_SETTINGS/, category: ["iam"] },
  { action: /^drive\..*\.(?:upload|copy)$/, category: ["file"], type: ["creation"] },
  { action: /^drive\..*\.(?:trash|delete)$/, category: ["file"], type: ["deletion"] },
  {
    action: /^drive\..*\.(?:add_|remove_|change_|edit|move|rename|untrash|approval)/,
    category: ["file"],
    type: ["change"],
  },
  { action: /^drive\..*\.(?:print|sheets_import|source_copy)/, category: ["file"], type: ["access"] },
  { action: /^(?:drive|keep|data_studio|vault|access_transparency)\./, category: ["file"] },
  { action: /^rules\./, category: ["intrusion_detection"], type: ["info"] },
  { action: /^gmail\./, category: ["email"], type: ["info"] },
  { action: /^meet\./, category: ["session"], type: ["info"] },
  { action: /^(?:chat|chrome|gplus)\./, category: ["web"], type: ["info"] },
];

/** What Google itself finds suspicious, and matches of the organisation's rules. */
const alerts =
  /^(?:login\.account_warning\.|login\.attack_warning\.|login\..*suspicious|rules\..*(?:rule_match|rule_trigger|action_complete))/;

export function isSuspicious(action: string): boolean {
  return alerts.test(action);
}

export function isFailure(name: string): boolean {
  return /fail|den(?:y|ied)|blocked/i.test(name);
}

/** Google's words in their order. */
export const severities: Readonly<Record<string, number>> = { LOW: 1, MEDIUM: 2, HIGH: 3 };
