const Escape = 0x1b;
const Backspace = 0x08;
const Bell = 0x07;
const Tab = 0x09;
const LineFeed = 0x0a;
const Delete = 0x7f;

/**
 * What a terminal's output reads like: without escape sequences (colours, cursor movements, window titles) and control
 * characters, and without what was deleted by backspaces. In linear time.
 * @see https://ecma-international.org/publications-and-standards/standards/ecma-48/
 */
export function terminalText(output: string): string {
  if (!hasControls(output)) return output;
  const kept: string[] = [];
  for (let at = 0; at < output.length; at += 1) {
    const code = output.charCodeAt(at);
    if (code === Escape) at = sequenceEnd(output, at + 1);
    else if (code === Backspace) {
      if (kept.at(-1) !== "\n") kept.pop();
    } else if ((code >= 0x20 && code !== Delete) || code === Tab || code === LineFeed) kept.push(output.charAt(at));
  }
  return kept.join("");
}

function hasControls(output: string): boolean {
  for (let at = 0; at < output.length; at += 1) {
    const code = output.charCodeAt(at);
    if ((code < 0x20 && code !== Tab && code !== LineFeed) || code === Delete) return true;
  }
  return false;
}

/** Index of the last character of an escape sequence, whose first character after the escape is at this index. */
function sequenceEnd(output: string, start: number): number {
  const first = output.charAt(start);
  if (first === "]") return stringEnd(output, start + 1);
  let at = start;
  // `ESC [ parameters final`, or `ESC intermediate final`; a sequence that does not end is cut off with the line.
  if (first === "[") at = skip(output, start + 1, 0x20, 0x3f);
  else at = skip(output, start, 0x20, 0x2f);
  return at;
}

/** An operating system command ends with a bell or with `ESC \`. */
function stringEnd(output: string, start: number): number {
  for (let at = start; at < output.length; at += 1) {
    const code = output.charCodeAt(at);
    if (code === Bell) return at;
    if (code === Escape) return output.charAt(at + 1) === "\\" ? at + 1 : at - 1;
  }
  return output.length;
}

function skip(output: string, start: number, from: number, to: number): number {
  let at = start;
  while (at < output.length && output.charCodeAt(at) >= from && output.charCodeAt(at) <= to) at += 1;
  return at;
}
