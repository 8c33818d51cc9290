import assert from "node:assert/strict";
import { flatObject } from "../../../../functions/shared/flat-object";
import { isSecret, jsonWithoutSecrets } from "../../../../functions/shared/secrets/secrets";

describe("credentials in records", () => {
  for (const name of [
    "password",
    "masterUserPassword",
    "secretAccessKey",
    "SecretString",
    "sessionToken",
    "Cookie",
    "apiKey",
    "api_key",
    "x-api-key",
    "token",
    "secret",
    "JWT_SECRET",
    "pwd",
    "db_pwd",
    "passwd",
    "bearerToken",
    "X-Amz-Security-Token",
    "GITHUB_TOKEN",
  ]) {
    it(`are known by their name: ${name}`, () => assert.equal(isSecret(name), true));
  }
  for (const name of [
    "passwordLastUsed",
    "secretId",
    "accessKeyId",
    "tokenType",
    "authorizationType",
    "nextToken",
    "continuationToken",
    "clientRequestToken",
    "x-amz-request-id",
    "x-amz-id-2",
    "x-amz-cf-id",
    "apiKeyId",
    "secretName",
    "secretArn",
    "tokens",
    "OLDPWD",
    "pwdLastSet",
    "secretsmanager",
  ]) {
    it(`are told from what only sounds like one: ${name}`, () => assert.equal(isSecret(name), false));
  }

  it("are left out of a record's text as flat_object leaves them out", () => {
    const record = {
      headers: { authorization: ["Bearer abc"], "x-forwarded-proto": ["https"] },
      environment: [{ Name: "DB_PASSWORD", Value: "hunter2" }],
      tags: [
        { key: "apiKey", value: ["a", "b"] },
        { Key: "mode", Value: "prod" },
      ],
      password: 1234,
      oldPassword: { text: "hunter2" },
      usePassword: true,
      newPassword: null,
      volumes: [{ secret: { secretName: "tls" } }],
    };
    const expected = {
      headers: { authorization: "REDACTED", "x-forwarded-proto": ["https"] },
      environment: [{ Name: "DB_PASSWORD", Value: "REDACTED" }],
      tags: [
        { key: "apiKey", value: "REDACTED" },
        { Key: "mode", Value: "prod" },
      ],
      password: "REDACTED",
      oldPassword: "REDACTED",
      usePassword: true,
      volumes: [{ secret: { secretName: "tls" } }],
    };
    assert.deepEqual(JSON.parse(String(jsonWithoutSecrets(record))), { ...expected, newPassword: null });
    assert.deepEqual(flatObject(record, { isSecret }), expected);
  });

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
