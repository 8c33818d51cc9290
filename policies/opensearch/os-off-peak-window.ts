import { isTrue } from "../graph";
import { definePolicy } from "../policy";
import { domainType } from "./domains";

export default definePolicy({
  id: "os-off-peak-window",
  title: "Search domains are updated by themselves, at night",
  rationale: "Known holes stay open until somebody updates the domain; an update at noon slows the search.",
  severity: "advisory",
  service: "opensearch",
  securityHub: ["Opensearch.10"],
  fix: "Set softwareUpdateOptions.autoSoftwareUpdateEnabled and offPeakWindowOptions.enabled.",
  example: `new aws.opensearch.Domain("siem", {
  softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
  offPeakWindowOptions: { enabled: true, offPeakWindow: { windowStartTime: { hours: 1, minutes: 0 } } },
  ...cluster,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    if (!isTrue(domain, "softwareUpdateOptions", "autoSoftwareUpdateEnabled")) yield "is not updated by itself";
    if (!isTrue(domain, "offPeakWindowOptions", "enabled")) yield "has no off-peak window";
  },
});
