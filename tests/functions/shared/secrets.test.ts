import assert from "node:assert/strict";
import { isSecret, jsonWithoutSecrets, urlWithoutSecrets } from "../../../functions/shared/secrets";

describe("credentials in records", () => {
  for (const name of ["password", "masterUserPassword", "secretAccessKey", "SecretString", "sessionToken", "Cookie"]) {
    it(`are known by their name: ${name}`, () => assert.equal(isSecret(name), true));
  }
  for (const name of ["passwordLastUsed", "secretId", "accessKeyId", "tokenType", "authorizationType"]) {
    it(`are told from what only sounds like one: ${name}`, () => assert.equal(isSecret(name), false));
  }

  it("are left out of a record's text, wherever they stand", () => {
    const record = {
      requestParameters: { userName: "ada", newPassword: "hunter2" },
      headers: [
        { name: "Authorization", value: "Bearer abc" },
        { name: "Host", value: "shop.example.com" },
      ],
      readOnly: false,
    };
    assert.deepEqual(JSON.parse(String(jsonWithoutSecrets(record))), {
      requestParameters: { userName: "ada", newPassword: "REDACTED" },
      headers: [
        { name: "Authorization", value: "REDACTED" },
        { name: "Host", value: "shop.example.com" },
      ],
      readOnly: false,
    });
  });
});

describe("a URL without its secrets", () => {
  for (const [url, expected] of [
    ["/login?stateToken=02.id.x&lang=de", "/login?stateToken=REDACTED&lang=de"],
    [
      "https://example.com/cb?code=a=b&state=1#access_token=x",
      "https://example.com/cb?code=REDACTED&state=1#access_token=REDACTED",
    ],
    ["/search?q=token&token", "/search?q=token&token"],
    ["/path/token=1", "/path/token=1"],
    ["/path?", "/path?"],
    [undefined, undefined],
  ] as const) {
    it(String(url), () => assert.equal(urlWithoutSecrets(url), expected));
  }
});
