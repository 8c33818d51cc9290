/** What a terminal or an editor acts on and JSON leaves as it is: controls, marks of direction, line separators. */
const invisible = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A text whose invisible characters are shown as what they are: `\u202e`. */
export function visibleText(text: string): string {
  return text.replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
