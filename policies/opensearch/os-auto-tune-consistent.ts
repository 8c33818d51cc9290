import { isTrue, read } from "../graph";
import { definePolicy } from "../policy";
import { domainType, instanceTypes, isBurstable } from "./domains";

export default definePolicy({
  id: "os-auto-tune-consistent",
  title: "Search domains say whether they are tuned by AWS, and can be",
  rationale: "Where it is not said AWS chooses by the instance type, and each preview shows a change.",
  severity: "advisory",
  service: "opensearch",
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/auto-tune.html
  fix: 'Set autoTuneOptions.desiredState: "ENABLED", or "DISABLED" on t instances, which cannot be tuned.',
  example: `new aws.opensearch.Domain("siem", {
  autoTuneOptions: { desiredState: "ENABLED", rollbackOnDisable: "NO_ROLLBACK", useOffPeakWindow: true },
  ...cluster,
});`,
  types: [domainType],
  scope: "resource",
  *check(domain) {
    const state = read(domain, "autoTuneOptions", "desiredState");
    const burstable = instanceTypes(domain).some(isBurstable);
    if (state !== "ENABLED" && state !== "DISABLED") {
      // The provider knows no auto-tune options for domains on t instances at all.
      if (!burstable) yield "does not say whether AWS tunes it";
      return;
    }
    if (state === "ENABLED" && burstable) yield "is to be tuned, which t instances cannot be";
    if (state === "DISABLED" && isTrue(domain, "autoTuneOptions", "useOffPeakWindow"))
      yield "is not tuned, but in the off-peak window";
  },
});
