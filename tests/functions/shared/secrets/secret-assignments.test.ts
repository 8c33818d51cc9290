import assert from "node:assert/strict";
import { textWithoutSecrets } from "../../../../functions/shared/secrets/secret-assignments";
import { assertGrowsLinearly } from "../../../support/growth";

describe("a command line without its credentials", () => {
  const cases: readonly (readonly [line: string, text: string])[] = [
    [
      "export AWS_SECRET_ACCESS_KEY=abc/def+ghi AWS_REGION=eu-west-1",
      "export AWS_SECRET_ACCESS_KEY=REDACTED AWS_REGION=eu-west-1",
    ],
    ["PGPASSWORD='a b' psql", "PGPASSWORD='REDACTED' psql"],
    ['{"password": "hunter2", "user": "bob"}', '{"password": "REDACTED", "user": "bob"}'],
    ["mysql --password hunter2 --user bob", "mysql --password REDACTED --user bob"],
    ["mysql --password=hunter2 -u bob", "mysql --password=REDACTED -u bob"],
    ["curl -H 'Authorization: Bearer abc.def'", "curl -H 'Authorization: REDACTED"],
    ["psql -h db -U shop", "psql -h db -U shop"],
    ["the password of bob", "the password of bob"],
    ["constructor=1", "constructor=1"],
    ["cat: /etc/passwd: Permission denied", "cat: /etc/passwd: Permission denied"],
    [
      "curl https://example.com/?a=1&X-Amz-Signature=0a&b=2",
      "curl https://example.com/?a=1&X-Amz-Signature=REDACTED&b=2",
    ],
    ['{"user":{"sessionToken":"a b', '{"user":{"sessionToken":"REDACTED'],
    [
      '{"user":{"sessionToken":"a\\"b","secretAccessKey":"c","password":7,"usePassword":true},"n":1',
      '{"user":{"sessionToken":"REDACTED","secretAccessKey":"REDACTED","password":REDACTED,"usePassword":true},"n":1',
    ],
    ['{"password":"","user":"bob","secret":null}', '{"password":"","user":"bob","secret":null}'],
    ['{"authorization":["Bearer abc"],"n":1}', '{"authorization":REDACTED,"n":1}'],
    [
      '[{"Name":"DB_PASSWORD","Value":"hunter2"},{"Name":"mode","Value":"prod"}]',
      '[{"Name":"DB_PASSWORD","Value":"REDACTED"},{"Name":"mode","Value":"prod"}]',
    ],
    [
      String.raw`{"message":"{\"apiKey\":\"hunter2\",\"n\":1}"}`,
      String.raw`{"message":"{\"apiKey\":\"REDACTED\",\"n\":1}"}`,
    ],
    ['command="export PASSWORD=abc"', 'command="export PASSWORD=REDACTED'],
  ];
  for (const [line, text] of cases) {
    it(line, () => {
      assert.equal(textWithoutSecrets(line), text);
      assert.equal(textWithoutSecrets(text), text);
    });
  }

  for (const part of [
    "a",
    "-",
    "a=",
    'a="',
    "a: ",
    "--a ",
    "a ",
    "'",
    "--",
    '"name":"',
    "password=",
    "password='",
    '"password":[',
    "&token=",
    "\\\\",
  ]) {
    it(`is made in linear time where there are many ${part}`, () =>
      assertGrowsLinearly(300_000, (times) => textWithoutSecrets(part.repeat(times))));
  }
});
