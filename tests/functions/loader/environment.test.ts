import assert from "node:assert/strict";
import { parseEnvironment } from "../../../functions/loader/environment";
import { ConfigurationError } from "../../../functions/shared/errors";

const environment = {
  OPENSEARCH_ENDPOINT: "https://search.example.com",
  ARCHIVE_BUCKET: "archive",
  QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/objects",
  AWS_REGION: "eu-west-1",
};

describe("the loader's environment", () => {
  it("has defaults for what is optional", () => {
    assert.deepEqual(parseEnvironment(environment), {
      openSearchEndpoint: "https://search.example.com",
      openSearchService: "es",
      archiveBucket: "archive",
      queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/objects",
      ownRoleId: undefined,
      objectsAtOnce: undefined,
      region: "eu-west-1",
      retentionDays: 365,
      networks: [],
      bucketReaders: [],
      ownAwsEndpoint: false,
    });
  });

  it("takes retention, networks and another AWS endpoint", () => {
    const parsed = parseEnvironment({
      ...environment,
      RETENTION_DAYS: "30",
      NETWORKS: '[{"cidr":"192.0.2.0/24","name":"Office","country":"DE"},{"cidr":"10.0.0.0/8","name":"VPC"}]',
      AWS_ENDPOINT_URL: "http://localhost:5000",
      ROLE_ID: "AROAEXAMPLELOADER",
      BUCKET_READERS: '[{"bucket":"logs","roleArn":"arn:aws:iam::444455556666:role/r","externalId":"x"}]',
    });
    assert.deepEqual(parsed.bucketReaders, [
      { bucket: "logs", roleArn: "arn:aws:iam::444455556666:role/r", externalId: "x" },
    ]);
    assert.equal(parsed.ownRoleId, "AROAEXAMPLELOADER");
    assert.equal(parseEnvironment({ ...environment, ROLE_ID: "" }).ownRoleId, undefined);
    assert.equal(parsed.retentionDays, 30);
    assert.deepEqual(
      parsed.networks.map(({ name }) => name),
      ["Office", "VPC"],
    );
    assert.equal(parsed.ownAwsEndpoint, true);
  });

  it("says when OpenSearch is a serverless collection", () => {
    assert.equal(parseEnvironment({ ...environment, OPENSEARCH_SERVICE: "aoss" }).openSearchService, "aoss");
  });

  for (const [name, over, message] of [
    ["no endpoint", { OPENSEARCH_ENDPOINT: undefined }, /OPENSEARCH_ENDPOINT must be the https URL/],
    ["an endpoint without scheme", { OPENSEARCH_ENDPOINT: "search.example.com" }, /OPENSEARCH_ENDPOINT must be/],
    ["an unknown service", { OPENSEARCH_SERVICE: "s3" }, /OPENSEARCH_SERVICE must be es or aoss/],
    ["no bucket", { ARCHIVE_BUCKET: undefined }, /ARCHIVE_BUCKET must be the name/],
    ["no queue", { QUEUE_URL: undefined }, /QUEUE_URL must be the URL/],
    ["no objects", { OBJECTS_AT_ONCE: "0" }, /OBJECTS_AT_ONCE must be a number of objects/],
    ["no region", { AWS_REGION: "" }, /AWS_REGION must not be empty/],
    ["a retention of no days", { RETENTION_DAYS: "0" }, /RETENTION_DAYS must be a number of days/],
    ["a retention that is no number", { RETENTION_DAYS: "1 year" }, /RETENTION_DAYS must be a number of days/],
    ["networks that are no JSON", { NETWORKS: "192.0.2.0/24" }, /NETWORKS must be a JSON array/],
    ["networks that are no array", { NETWORKS: "{}" }, /NETWORKS must be a JSON array/],
    [
      "a reader without role",
      { BUCKET_READERS: '[{"bucket":"b","externalId":"x"}]' },
      /BUCKET_READERS\.0\.roleArn must be/,
    ],
    ["a network without name", { NETWORKS: '[{"cidr":"192.0.2.0/24"}]' }, /NETWORKS\.0\.name must be a text/],
    [
      "a country in words",
      { NETWORKS: '[{"cidr":"192.0.2.0/24","name":"x","country":"Germany"}]' },
      /NETWORKS\.0\.country/,
    ],
  ] as const) {
    it(`refuses ${name}, naming the variable`, () => {
      assert.throws(
        () => parseEnvironment({ ...environment, ...over }),
        (error) => error instanceof ConfigurationError && message.test(error.message),
      );
    });
  }

  it("names all that is wrong at once", () => {
    assert.throws(() => parseEnvironment({}), /OPENSEARCH_ENDPOINT.*ARCHIVE_BUCKET.*AWS_REGION/);
  });
});
