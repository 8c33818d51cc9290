import assert from "node:assert/strict";
import { terminalText } from "../../../../functions/shared/text/terminal-text";
import { assertGrowsLinearly } from "../../../support/growth";

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

  for (const part of ["\u001b", "\u001b[", "\u001b]", "\u001b[1;", "\b", "a\b"]) {
    it(`is found in linear time where there are many ${JSON.stringify(part)}`, () =>
      assertGrowsLinearly(500_000, (times) => terminalText(part.repeat(times))));
  }
});
