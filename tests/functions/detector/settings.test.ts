import * as assert from "node:assert/strict";
import { detectorSettings } from "../../../functions/detector/settings";
import { ConfigurationError } from "../../../functions/shared/errors";

const environment = {
  OPENSEARCH_ENDPOINT: "https://search.example.com",
  AWS_REGION: "eu-west-1",
  TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:alerts",
  RUNS_PER_MINUTE: "2",
  OVERLAP_SECONDS: "360",
  ALLOWED_LATENESS_MINUTES: "60",
  ALERT_LEVEL: "low",
  NOTIFY_LEVEL: "medium",
  GROWTH_MINUTES: "60",
  ESCALATE_LEVEL: "high",
  ESCALATE_MINUTES: "60",
  STORM_ALERTS: "20",
};

describe("the detector's environment", () => {
  it("is taken as it is deployed, with a digest or without", () => {
    assert.deepEqual(detectorSettings(environment), environment);
    assert.equal(detectorSettings({ ...environment, DIGEST_HOUR: "23" }).DIGEST_HOUR, "23");
  });

  it("names a table for what a collection cannot keep", () => {
    const collection = { ...environment, OPENSEARCH_SERVICE: "aoss" };
    assert.equal(detectorSettings({ ...collection, STATE_TABLE: "siem-alerts" }).STATE_TABLE, "siem-alerts");
    assert.throws(() => detectorSettings(collection), /STATE_TABLE must name the table/);
  });

  it("names all that is wrong with it", () => {
    const wrong = {
      ...environment,
      ALERT_LEVEL: "warning",
      DIGEST_HOUR: "24",
      RUNS_PER_MINUTE: undefined,
      OVERLAP_SECONDS: "0",
      TOPIC_ARN: undefined,
    };
    assert.throws(
      () => detectorSettings(wrong),
      (error) =>
        error instanceof ConfigurationError &&
        [
          "ALERT_LEVEL must be one of",
          "DIGEST_HOUR must be an hour",
          "OVERLAP_SECONDS must be",
          "RUNS_PER_MINUTE must be",
          "TOPIC_ARN must be",
        ].every((part) => error.message.includes(part)),
    );
  });
});
