import { isTrue, read } from "../graph";
import { definePolicy } from "../policy";

export default definePolicy({
  id: "gd-enabled",
  title: "GuardDuty detectors are on, for S3 too",
  rationale: "A detector that is off looks like an account in which nothing happens.",
  severity: "advisory",
  service: "guardduty",
  securityHub: ["GuardDuty.1", "GuardDuty.10"],
  checkov: ["CKV_AWS_238"],
  fix: "Leave enable at true, and add an aws.guardduty.DetectorFeature S3_DATA_EVENTS.",
  example: `const detector = new aws.guardduty.Detector("security", { enable: true });
new aws.guardduty.DetectorFeature("s3", { detectorId: detector.id, name: "S3_DATA_EVENTS", status: "ENABLED" });`,
  types: ["aws:guardduty/detector:Detector"],
  scope: "stack",
  *check(detector, graph) {
    const enabled = read(detector, "enable");
    if (enabled === false || enabled === "false") {
      yield "is off";
      return;
    }
    const features = graph.pointingAt(detector, "aws:guardduty/detectorFeature:DetectorFeature", "detectorId");
    const ofS3 = features.some(
      (feature) => read(feature, "name") === "S3_DATA_EVENTS" && read(feature, "status") === "ENABLED",
    );
    if (!ofS3 && !isTrue(detector, "datasources", "s3Logs", "enable")) yield "does not watch S3";
  },
});
