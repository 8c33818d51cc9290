import { definePolicy } from "../policy";
import { domainType, instanceTypes, isBurstable } from "./domains";

export default definePolicy({
  id: "os-no-burstable",
  title: "Search domains run on instances that keep their speed",
  rationale:
    "A burst of logs uses up the credit of a t instance; then the domain takes documents at a fraction of its rate.",
  severity: "advisory",
  service: "opensearch",
  fix: "Use instances of a generation like r7g for data and m7g for masters.",
  example: `new aws.opensearch.Domain("siem", {
  clusterConfig: { instanceType: "r7g.large.search", instanceCount: 3 },
  ...rest,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    for (const type of instanceTypes(domain).filter(isBurstable)) yield `runs on ${type}`;
  },
});
