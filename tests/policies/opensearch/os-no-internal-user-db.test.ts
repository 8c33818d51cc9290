import policy from "../../../policies/opensearch/os-no-internal-user-db";
import { describePolicy, domain, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    "it is off": [domain({ advancedSecurityOptions: { enabled: true, internalUserDatabaseEnabled: false } })],
    "nothing is said": [domain({ advancedSecurityOptions: { enabled: true } })],
  },
  bad: {
    "it is on": {
      graph: [domain({ advancedSecurityOptions: { enabled: true, internalUserDatabaseEnabled: true } })],
      says: /users and passwords itself/,
    },
    "it is on, as a text": {
      graph: [domain({ advancedSecurityOptions: { internalUserDatabaseEnabled: "true" } })],
      says: /users and passwords itself/,
    },
  },
  undecided: { "it is unknown": [domain({ advancedSecurityOptions: UNKNOWN })] },
});
