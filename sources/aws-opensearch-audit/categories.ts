import { lookup } from "../../functions/shared/lookup";

export interface CategoryMeaning {
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly outcome: "success" | "failure" | "unknown";
}

const attemptOnSecurityIndex: CategoryMeaning = { category: ["database"], type: ["change"], outcome: "failure" };

/** @see https://docs.opensearch.org/latest/security/audit-logs/field-reference/ */
const categories: Readonly<Record<string, CategoryMeaning>> = {
  FAILED_LOGIN: { category: ["authentication"], type: ["start"], outcome: "failure" },
  AUTHENTICATED: { category: ["authentication"], type: ["start"], outcome: "success" },
  MISSING_PRIVILEGES: { category: ["database"], type: ["access"], outcome: "failure" },
  GRANTED_PRIVILEGES: { category: ["database"], type: ["access"], outcome: "success" },
  BAD_HEADERS: { category: ["network"], type: ["denied"], outcome: "failure" },
  SSL_EXCEPTION: { category: ["network"], type: ["connection", "denied"], outcome: "failure" },
  OPENSEARCH_SECURITY_INDEX_ATTEMPT: attemptOnSecurityIndex,
  OPENDISTRO_SECURITY_INDEX_ATTEMPT: attemptOnSecurityIndex,
  INDEX_EVENT: { category: ["database"], type: ["change"], outcome: "success" },
  COMPLIANCE_DOC_READ: { category: ["database"], type: ["access"], outcome: "success" },
  COMPLIANCE_DOC_WRITE: { category: ["database"], type: ["change"], outcome: "success" },
  COMPLIANCE_INTERNAL_CONFIG_READ: { category: ["configuration"], type: ["access"], outcome: "success" },
  COMPLIANCE_INTERNAL_CONFIG_WRITE: { category: ["configuration"], type: ["change"], outcome: "success" },
  COMPLIANCE_EXTERNAL_CONFIG: { category: ["configuration"], type: ["info"], outcome: "unknown" },
  CLUSTER_SETTINGS_CHANGED: { category: ["configuration"], type: ["change"], outcome: "success" },
  INDEX_SETTINGS_CHANGED: { category: ["configuration"], type: ["change"], outcome: "success" },
};

const otherCategory: CategoryMeaning = { category: ["database"], type: ["info"], outcome: "unknown" };

export function categoryMeaning(category: string | undefined): CategoryMeaning {
  return lookup(categories, category) ?? otherCategory;
}
