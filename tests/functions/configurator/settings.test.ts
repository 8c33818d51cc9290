import assert from "node:assert/strict";
import { configuratorSettings } from "../../../functions/configurator/settings";
import { ConfigurationError } from "../../../functions/shared/errors";

const environment = { OPENSEARCH_ENDPOINT: "https://search.example.com", AWS_REGION: "eu-west-1" };

describe("the configurator's settings", () => {
  it("need the domain and the region only", () => {
    assert.deepEqual(configuratorSettings(environment), {
      endpoint: "https://search.example.com",
      region: "eu-west-1",
      service: "es",
      loaderRoleArn: undefined,
      detectorRoleArn: undefined,
      fastLaneRoleArn: undefined,
      analystRoleArns: [],
      analystGroups: [],
      operatorRoleArns: [],
      watcherRoleArn: undefined,
      retentionDays: undefined,
      warmAfterDays: undefined,
      coldAfterDays: undefined,
      snapshots: undefined,
      replicas: "auto",
      keywordCharacters: undefined,
    });
  });

  it("take the roles of loader and people, days of retention and replicas", () => {
    const settings = configuratorSettings({
      ...environment,
      LOADER_ROLE_ARN: "arn:x",
      ANALYST_ROLE_ARNS: '["arn:y"]',
      OPERATOR_ROLE_ARNS: '["arn:z"]',
      WATCHER_ROLE_ARN: "arn:w",
      RETENTION_DAYS: "365",
      REPLICAS: "2",
      KEYWORD_CHARACTERS: "512",
    });
    assert.deepEqual([settings.analystRoleArns, settings.operatorRoleArns], [["arn:y"], ["arn:z"]]);
    assert.deepEqual([settings.loaderRoleArn, settings.retentionDays, settings.replicas], ["arn:x", 365, 2]);
    assert.deepEqual([settings.watcherRoleArn, settings.keywordCharacters], ["arn:w", 512]);
  });

  it("take groups of people, days until logs move, and where snapshots go", () => {
    const settings = configuratorSettings({
      ...environment,
      ANALYST_GROUPS: '["soc"]',
      RETENTION_DAYS: "90",
      WARM_AFTER_DAYS: "7",
      COLD_AFTER_DAYS: "30",
      SNAPSHOT_BUCKET: "snapshots",
      SNAPSHOT_ROLE_ARN: "arn:s",
    });
    assert.deepEqual(settings.analystGroups, ["soc"]);
    assert.deepEqual([settings.retentionDays, settings.warmAfterDays, settings.coldAfterDays], [90, 7, 30]);
    assert.deepEqual(settings.snapshots, { bucketName: "snapshots", roleArn: "arn:s", region: "eu-west-1" });
  });

  const refused: Readonly<Record<string, [Record<string, string | undefined>, RegExp]>> = {
    "no endpoint": [{ OPENSEARCH_ENDPOINT: undefined }, /OPENSEARCH_ENDPOINT is undefined/],
    "an endpoint without TLS": [
      { OPENSEARCH_ENDPOINT: "http://search" },
      /"http:\/\/search"; it must be the https:\/\/ URL/,
    ],
    "no region": [{ AWS_REGION: undefined }, /AWS_REGION is missing/],
    "a retention that is no number": [
      { RETENTION_DAYS: "a year" },
      /RETENTION_DAYS is "a year"; it must be a whole number from 1/,
    ],
    "people's roles that are no list": [
      { ANALYST_ROLE_ARNS: "arn:y" },
      /ANALYST_ROLE_ARNS is "arn:y"; it must be a JSON list of texts/,
    ],
    "an unknown service": [{ OPENSEARCH_SERVICE: "s3" }, /OPENSEARCH_SERVICE is "s3"; it must be es or aoss/],
    "a negative number of replicas": [{ REPLICAS: "-1" }, /REPLICAS is "-1"; it must be a whole number from 0/],
  };
  for (const [situation, [change, message]] of Object.entries(refused)) {
    it(`refuse ${situation}`, () => {
      assert.throws(
        () => configuratorSettings({ ...environment, ...change }),
        (error: unknown) => error instanceof ConfigurationError && message.test(error.message),
      );
    });
  }
});
