import { isTrue, type ResourceNode, read } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "config-all-types",
  title: "AWS Config records all types of resources",
  rationale: "What a resource was like when it was abused is known for recorded types only.",
  severity: "advisory",
  service: "config",
  securityHub: ["Config.1"],
  checkov: ["CKV2_AWS_48"],
  fix: "Set recordingGroup to {allSupported: true, includeGlobalResourceTypes: true}, the latter in one region.",
  example: `new aws.cfg.Recorder("all", {
  roleArn: role.arn,
  recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
});`,
  types: ["aws:cfg/recorder:Recorder"],
  scope: "stack",
  *check(recorder, graph) {
    const recordsGlobals = (one: ResourceNode) => isTrue(one, "recordingGroup", "includeGlobalResourceTypes");
    if (read(recorder, "recordingGroup", "allSupported") === false) yield "leaves types of resources out";
    // AWS's advice: one region records them, or each change is recorded as often as there are regions.
    if (!graph.ofType(recorder.type).some(recordsGlobals)) yield "leaves global resources out, as all others do";
  },
});
