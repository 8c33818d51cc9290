import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-no-internal-user-db",
  title: "Search domains have no passwords of their own",
  rationale: "Passwords in the domain are rotated by nobody, and stand in the state of the stack.",
  severity: "advisory",
  service: "opensearch",
  fix: "Set internalUserDatabaseEnabled to false, with an IAM role as master user or SAML.",
  example: `new aws.opensearch.Domain("siem", {
  advancedSecurityOptions: { enabled: true, internalUserDatabaseEnabled: false, masterUserOptions: { masterUserArn: admin.arn } },
  ...cluster,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (isTrue(domain, "advancedSecurityOptions", "internalUserDatabaseEnabled"))
      yield "keeps users and passwords itself";
  },
});
