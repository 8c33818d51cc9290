import { isTrue, read, readNumber } from "../graph";
import { definePolicy } from "../policy";
import { domainType, hasStandby, instanceTypes, isBurstable, zonesOf } from "./domains";

export default definePolicy({
  id: "os-standby-shape",
  title: "Search domains with standby have the shape that standby needs",
  rationale: "AWS refuses another shape, and only after it has worked on the change for a while.",
  severity: "mandatory",
  service: "opensearch",
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
  fix: "Use three zones, a multiple of three data nodes, three dedicated masters, gp3 volumes and no t instances.",
  example: `new aws.opensearch.Domain("siem", {
  clusterConfig: {
    multiAzWithStandbyEnabled: true,
    instanceType: "r7g.large.search",
    instanceCount: 3,
    dedicatedMasterEnabled: true,
    dedicatedMasterCount: 3,
    dedicatedMasterType: "m7g.large.search",
    zoneAwarenessEnabled: true,
    zoneAwarenessConfig: { availabilityZoneCount: 3 },
  },
  ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: 100, iops: 3000, throughput: 125 },
  ...rest,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!hasStandby(domain)) return;
    const nodes = readNumber(domain, ["clusterConfig", "instanceCount"], 1);
    if (zonesOf(domain) !== 3) yield "has standby in other than three zones";
    if (nodes % 3 !== 0) yield `has standby with ${nodes} data nodes, no multiple of three`;
    const masters = isTrue(domain, "clusterConfig", "dedicatedMasterEnabled")
      ? readNumber(domain, ["clusterConfig", "dedicatedMasterCount"], 0)
      : 0;
    if (masters < 3) yield "has standby without three dedicated masters";
    for (const type of instanceTypes(domain).filter(isBurstable)) yield `has standby with ${type}`;
    const volume = read(domain, "ebsOptions", "volumeType");
    if (isTrue(domain, "ebsOptions", "ebsEnabled") && volume !== "gp3")
      yield `has standby with volumes of ${String(volume ?? "the default type")}`;
  },
});
