import policy from "../../../policies/opensearch/os-app-slow-logs";
import { describePolicy, domain, UNKNOWN } from "../support";

const publishing = (...types: string[]) => domain({ logPublishingOptions: types.map((logType) => ({ logType })) });

describePolicy(policy, {
  good: {
    all: [publishing("ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS")],
    "all and more": [publishing("AUDIT_LOGS", "SEARCH_SLOW_LOGS", "INDEX_SLOW_LOGS", "ES_APPLICATION_LOGS")],
  },
  bad: {
    nothing: { graph: [domain()], says: /ES_APPLICATION_LOGS, INDEX_SLOW_LOGS, SEARCH_SLOW_LOGS/ },
    "one is missing": {
      graph: [publishing("ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS")],
      says: /does not publish SEARCH_SLOW_LOGS/,
    },
  },
  undecided: { "a kind is unknown": [domain({ logPublishingOptions: [{ logType: UNKNOWN }] })] },
});
