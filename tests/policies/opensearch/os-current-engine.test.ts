import policy from "../../../policies/opensearch/os-current-engine";
import { describePolicy, domain, UNKNOWN } from "../support";

describePolicy(policy, {
  good: {
    "2.19": [domain({ engineVersion: "OpenSearch_2.19" })],
    "3.1": [domain({ engineVersion: "OpenSearch_3.1" })],
    "the latest": [domain()],
  },
  bad: {
    "1.3": { graph: [domain({ engineVersion: "OpenSearch_1.3" })], says: /runs OpenSearch_1.3/ },
    "the former product": { graph: [domain({ engineVersion: "Elasticsearch_7.10" })], says: /runs Elasticsearch_7.10/ },
    "2.9": { graph: [domain({ engineVersion: "OpenSearch_2.9" })], says: /runs OpenSearch_2.9/ },
  },
  undecided: { "the version is unknown": [domain({ engineVersion: UNKNOWN })] },
});
