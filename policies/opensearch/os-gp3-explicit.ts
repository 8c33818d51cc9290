import { isGiven, isTrue, read } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-gp3-explicit",
  title: "Volumes of search domains are gp3 with a rate that is said",
  rationale: "The former types are slower for more money; a rate that AWS chooses changes with the size.",
  severity: "advisory",
  service: "opensearch",
  fix: "Set ebsOptions.volumeType to gp3, with iops and throughput.",
  example: `new aws.opensearch.Domain("siem", {
  ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: 100, iops: 3000, throughput: 125 },
  ...cluster,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!isTrue(domain, "ebsOptions", "ebsEnabled")) return;
    const type = read(domain, "ebsOptions", "volumeType");
    if (type !== "gp3") yield `has volumes of ${String(type ?? "the default type")}`;
    const missing = (["iops", "throughput"] as const).filter((property) => !isGiven(domain, "ebsOptions", property));
    if (type === "gp3" && missing.length > 0) yield `does not say ${missing.join(" and ")} of its volumes`;
  },
});
