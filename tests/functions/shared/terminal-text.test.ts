import assert from "node:assert/strict";
import { textWithoutSecrets } from "../../../functions/shared/secret-assignments";
import { terminalText } from "../../../functions/shared/terminal-text";

describe("the text of a terminal", () => {
  const cases: readonly (readonly [name: string, output: string, text: string])[] = [
    ["plain text", "sh-4.2$ whoami\nssm-user\té", "sh-4.2$ whoami\nssm-user\té"],
    ["colours", "\u001b[01;34mbin\u001b[0m", "bin"],
    ["a private mode", "\u001b[?1034hsh-4.2$ id", "sh-4.2$ id"],
    ["a window title", "\u001b]0;root@web: /\u0007# id", "# id"],
    ["a title that ends with ESC \\", "\u001b]2;title\u001b\\# id", "# id"],
    ["a title that another sequence cuts off", "\u001b]0;title\u001b[1mbold", "bold"],
    ["a character set", "\u001b(Bok", "ok"],
    ["a cursor key", "\u001b[A\u001bOPx", "Px"],
    ["backspaces", "idd\b \bx\r\n", "idx\n"],
    ["backspaces beyond the line", "a\n\b\bb", "a\nb"],
    ["bells, NUL and DEL", "a\u0007b\u0000c\u007fd", "abcd"],
    ["a sequence without an end", "a\u001b[12", "a"],
    ["an escape at the end", "a\u001b", "a"],
  ];
  for (const [name, output, text] of cases) {
    it(`is without ${name}`, () => assert.equal(terminalText(output), text));
  }

  it("is found in linear time", () => {
    const started = performance.now();
    for (const part of ["\u001b", "\u001b[", "\u001b]", "\u001b[1;", "\b", "a\b"]) terminalText(part.repeat(500_000));
    assert.ok(performance.now() - started < 1_500);
  });
});

describe("a command line without its credentials", () => {
  const cases: readonly (readonly [line: string, text: string])[] = [
    [
      "export AWS_SECRET_ACCESS_KEY=abc/def+ghi AWS_REGION=eu-west-1",
      "export AWS_SECRET_ACCESS_KEY=REDACTED AWS_REGION=eu-west-1",
    ],
    ["PGPASSWORD='a b' psql", "PGPASSWORD=REDACTED psql"],
    ['{"password": "hunter2", "user": "bob"}', '{"password": REDACTED, "user": "bob"}'],
    ["mysql --password hunter2 --user bob", "mysql --password REDACTED --user bob"],
    ["mysql --password=hunter2 -u bob", "mysql --password=REDACTED -u bob"],
    ["curl -H 'Authorization: Bearer abc.def'", "curl -H 'Authorization: REDACTED"],
    ["psql -h db -U shop", "psql -h db -U shop"],
    ["the password of bob", "the password of bob"],
    ["constructor=1", "constructor=1"],
  ];
  for (const [line, text] of cases) it(line, () => assert.equal(textWithoutSecrets(line), text));

  it("is made in linear time", () => {
    const started = performance.now();
    for (const part of ["a", "-", "a=", 'a="', "a: ", "--a ", "a ", "'"]) textWithoutSecrets(part.repeat(300_000));
    assert.ok(performance.now() - started < 2_000);
  });
});
