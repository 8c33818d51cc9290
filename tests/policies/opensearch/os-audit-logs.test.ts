import policy from "../../../policies/opensearch/os-audit-logs";
import { describePolicy, domain, UNKNOWN } from "../support";

const publishing = (...types: string[]) => domain({ logPublishingOptions: types.map((logType) => ({ logType })) });

describePolicy(policy, {
  good: {
    published: [publishing("AUDIT_LOGS")],
    "among others": [publishing("INDEX_SLOW_LOGS", "AUDIT_LOGS")],
  },
  bad: {
    nothing: { graph: [domain()], says: /no audit log/ },
    "others only": { graph: [publishing("INDEX_SLOW_LOGS")], says: /no audit log/ },
    "switched off": {
      graph: [domain({ logPublishingOptions: [{ logType: "AUDIT_LOGS", enabled: false }] })],
      says: /no audit log/,
    },
  },
  undecided: { "the logs are unknown": [domain({ logPublishingOptions: UNKNOWN })] },
});
