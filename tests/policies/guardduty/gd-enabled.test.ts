import policy from "../../../policies/guardduty/gd-enabled";
import { describePolicy, resource, UNKNOWN } from "../support";

const detector = (props: Record<string, unknown>) =>
  resource("aws:guardduty/detector:Detector", "d", props, { id: "d1" });
const feature = (status: string) =>
  resource("aws:guardduty/detectorFeature:DetectorFeature", "f", { detectorId: "d1", name: "S3_DATA_EVENTS", status });

describePolicy(policy, {
  good: {
    "with a feature": [detector({}), feature("ENABLED")],
    "with a data source": [detector({ datasources: { s3Logs: { enable: true } } })],
  },
  bad: {
    off: { graph: [detector({ enable: false }), feature("ENABLED")], says: /is off/ },
    "without S3": { graph: [detector({})], says: /does not watch S3/ },
    "S3 is off": { graph: [detector({}), feature("DISABLED")], says: /does not watch S3/ },
  },
  undecided: { "it is unknown": [detector({ enable: UNKNOWN })] },
});
