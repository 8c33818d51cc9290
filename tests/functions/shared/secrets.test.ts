import assert from "node:assert/strict";
import { isSecret, jsonWithoutSecrets } from "../../../functions/shared/secrets";

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
