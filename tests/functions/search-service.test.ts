import assert from "node:assert/strict";
import { searchServiceOf } from "../../functions/shared/aws/search-service";

describe("requests to OpenSearch", () => {
  const rows: readonly [endpoint: string, service: string][] = [
    ["https://abc123.eu-west-1.aoss.amazonaws.com", "aoss"],
    ["https://abc123.aoss.eu-west-1.on.aws", "aoss"],
    ["https://search-siem-prod-abc.eu-west-1.es.amazonaws.com", "es"],
    ["https://siem.example.com:8443", "es"],
  ];
  for (const [endpoint, service] of rows) {
    it(`are signed for ${service} at ${endpoint}`, () => assert.equal(searchServiceOf(endpoint), service));
  }
});
