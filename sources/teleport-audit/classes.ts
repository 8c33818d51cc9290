import type { ClassificationRule } from "../../functions/shared/classification";

/** @see https://goteleport.com/docs/reference/audit-events/ */
export const rules: readonly ClassificationRule[] = [
  {
    action: /^(?:user\.login|auth|bot\.join|instance\.join|okta\.|join_token\.)/,
    category: ["authentication"],
    type: ["start"],
  },
  {
    action:
      /^(?:cert|mfa_auth_challenge|user\.headless|user\.integration|device\.authenticate|spiffe|workload_identity)\b/,
    category: ["authentication"],
    type: ["info"],
  },
  { action: /^session\.(?:start|join)$/, category: ["session"], type: ["start"] },
  { action: /^session\.(?:end|leave|reject)$|^client\.disconnect$/, category: ["session"], type: ["end"] },
  { action: /^session\.(?:command|process_exit)$|^exec$/, category: ["process"], type: ["start"] },
  { action: /^session\.disk$/, category: ["file"], type: ["access"] },
  { action: /^(?:scp|sftp\w*)$/, category: ["file"], type: ["access"] },
  {
    action: /^(?:session\.network|port|x11-forward|session\.data|subsystem)$/,
    category: ["network"],
    type: ["connection"],
  },
  { action: /^session\./, category: ["session"], type: ["info"] },
  { action: /^db\.session\.(?:start)$/, category: ["database", "session"], type: ["start"] },
  { action: /^db\.session\.end$/, category: ["database", "session"], type: ["end"] },
  { action: /^db\.session\./, category: ["database"], type: ["access"] },
  { action: /^(?:app|windows\.desktop)\.session\.start$/, category: ["session"], type: ["start"] },
  { action: /^(?:app|windows\.desktop)\.session\.end$/, category: ["session"], type: ["end"] },
  { action: /^(?:app\.session|dynamodb\.request|desktop\.|mcp\.)/, category: ["web"], type: ["access"] },
  { action: /^kube\.request$/, category: ["api"], type: ["access"] },
  {
    action: /^(?:user|recovery_code|reset_password_token|mfa|saml\.idp)\b/,
    category: ["iam"],
    about: "user",
    whole: /^user\.(?:create|delete)$/,
  },
  { action: /^access_list\.member\./, category: ["iam"], about: "group" },
  { action: /^(?:role|access_request|access_list|lock|github|oidc|saml|bot|crown_jewel)\b/, category: ["iam"] },
];
