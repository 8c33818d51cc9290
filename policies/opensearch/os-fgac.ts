import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-fgac",
  title: "Every search domain has fine-grained access control",
  rationale: "Without it whoever reaches the domain reads all indices, and may delete them.",
  severity: "mandatory",
  service: "opensearch",
  securityHub: ["Opensearch.7"],
  checkov: ["CKV2_AWS_52"],
  fix: "Set advancedSecurityOptions.enabled; it cannot be undone.",
  example: `new aws.opensearch.Domain("siem", {
  advancedSecurityOptions: { enabled: true, internalUserDatabaseEnabled: false, masterUserOptions: { masterUserArn: admin.arn } },
  ...cluster,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!isTrue(domain, "advancedSecurityOptions", "enabled")) yield "has no fine-grained access control";
  },
});
