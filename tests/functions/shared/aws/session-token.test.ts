import assert from "node:assert/strict";
import { withoutSessionToken } from "../../../../functions/shared/aws/session-token";

describe("a message that quotes a signed request", () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    "headers, a line each": [
      "The Canonical String should have been\n'POST\n/_bulk\n\nx-amz-security-token:IQoJb3JpZ2lu/+==\n\nhost'",
      "The Canonical String should have been\n'POST\n/_bulk\n\nx-amz-security-token:(not shown)\n\nhost'",
    ],
    "headers within JSON": [
      String.raw`{"message":"x-amz-date:20260102T030405Z\nx-amz-security-token:IQoJ==\nhost"}`,
      String.raw`{"message":"x-amz-date:20260102T030405Z\nx-amz-security-token:(not shown)\nhost"}`,
    ],
    "a signed URL": [
      "/_bulk?X-Amz-Security-Token=IQoJ%2F&X-Amz-SignedHeaders=host",
      "/_bulk?X-Amz-Security-Token=(not shown)&X-Amz-SignedHeaders=host",
    ],
    "the names of the headers only": ["host;x-amz-date;x-amz-security-token", "host;x-amz-date;x-amz-security-token"],
  };
  for (const [what, [message, shown]] of Object.entries(cases)) {
    it(`loses its session token: ${what}`, () => assert.equal(withoutSessionToken(message), shown));
  }
});
