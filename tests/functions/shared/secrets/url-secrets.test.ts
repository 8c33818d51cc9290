import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isSecretParameter,
  queryWithoutSecrets,
  urlWithoutSecrets,
} from "../../../../functions/shared/secrets/url-secrets";
import { runs } from "../../../support/fuzz";
import { assertGrowsLinearly } from "../../../support/growth";

describe("a URL without its secrets", () => {
  for (const [url, expected] of [
    ["/login?stateToken=02.id.x&lang=de", "/login?stateToken=REDACTED&lang=de"],
    [
      "https://example.com/cb?code=a=b&state=1#access_token=x",
      "https://example.com/cb?code=REDACTED&state=1#access_token=REDACTED",
    ],
    [
      "https://b.s3.example.com/k?X-Amz-Credential=AKIAEXAMPLE%2F20260102&X-Amz-Signature=0a1b&X-Amz-Security-Token=I",
      "https://b.s3.example.com/k?X-Amz-Credential=AKIAEXAMPLE%2F20260102&X-Amz-Signature=REDACTED&X-Amz-Security-Token=REDACTED",
    ],
    ["/?api_key=a&access%5Ftoken=b&password=c?d", "/?api_key=REDACTED&access%5Ftoken=REDACTED&password=REDACTED"],
    ["/?%=1&x%zztoken=a", "/?%=1&x%zztoken=REDACTED"],
    ["/cb#access_token=x&token_type=bearer", "/cb#access_token=REDACTED&token_type=bearer"],
    ["/#/sign-in?token=x", "/#/sign-in?token=REDACTED"],
    ["ftp://ada:p@ss:w@example.com/k", "ftp://ada:REDACTED@example.com/k"],
    ["redis://:pw@example.com", "redis://:REDACTED@example.com"],
    ["https://example.com/a:b@c", "https://example.com/a:b@c"],
    ["/k?list-type=2&continuation-token=a&nextToken=b", "/k?list-type=2&continuation-token=a&nextToken=b"],
    ["/?tokenType=a&secretId=b&versionId=c&statusCode=d", "/?tokenType=a&secretId=b&versionId=c&statusCode=d"],
    ["/search?q=token&token", "/search?q=token&token"],
    ["/path/token=1", "/path/token=1"],
    ["/path?", "/path?"],
    [undefined, undefined],
  ] as const) {
    it(String(url), () => assert.equal(urlWithoutSecrets(url), expected));
  }

  it("differs in the values of secret parameters and in nothing else", () => {
    const part = fc.constantFrom("token", "password", "q", "=", "=", "&", "#", "?", "%74oken", "a");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const query = parts.join("");
        const expected = query.replace(/[^&#]+/g, (parameter) => {
          const [name = "", ...value] = parameter.split("=");
          return value.length > 0 && name !== "" && isSecretParameter(name) ? `${name}=REDACTED` : parameter;
        });
        assert.equal(queryWithoutSecrets(query), expected);
      }),
      runs(2_000),
    );
  });

  for (const part of ["?", "&", "=", "a=", "&token=", "%", "#", "?%", "://", "a://", "@", ":"]) {
    it(`is made in linear time where there are many ${part}`, () =>
      assertGrowsLinearly(500_000, (times) => {
        urlWithoutSecrets(`a://b:${part.repeat(times)}`);
        urlWithoutSecrets(`/?${part.repeat(times)}`);
      }));
  }
});
