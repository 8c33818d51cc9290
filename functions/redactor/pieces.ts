import { ObjectError } from "../shared/errors";

/** Characters that are masked at once, if there is a place to divide. */
const pieceLength = 256 * 1024;
const longestPiece = 32 * 1024 * 1024;

/**
 * Divides a text where nothing personal can go on: text between lines, JSON between the members of objects, and never
 * within a string or a list of strings.
 */
export class Pieces {
  private text = "";
  private isJson: boolean | undefined;
  /** How far `text` was looked at, and the last place in it where it may be divided. */
  private looked = 0;
  private division = 0;
  private inString = false;
  private escaped = false;
  private behindObject = false;
  private readonly containers: ("{" | "[")[] = [];

  /** Takes more of the text. @returns what may be masked now. @throws ObjectError for what has no end. */
  push(more: string): string {
    this.text += more;
    if (this.text.length < pieceLength) return "";
    this.look();
    if (this.division === 0 && this.text.length > longestPiece) {
      throw new ObjectError(`a line or member is longer than ${longestPiece} characters`);
    }
    const piece = this.text.slice(0, this.division);
    this.text = this.text.slice(this.division);
    this.looked -= this.division;
    this.division = 0;
    return piece;
  }

  end(): string {
    const { text } = this;
    this.text = "";
    return text;
  }

  private look(): void {
    this.isJson ??= /^\s*[{[]/.test(this.text);
    if (!this.isJson) {
      this.division = this.text.lastIndexOf("\n") + 1;
      this.looked = this.text.length;
      return;
    }
    for (; this.looked < this.text.length; this.looked += 1) this.lookAt(this.text[this.looked] ?? "");
  }

  private lookAt(character: string): void {
    const behind = this.looked + 1;
    if (character === "\n" && (this.inString || this.containers.length === 0)) {
      // No JSON string holds a line end: the line before is broken, and the next one starts anew.
      this.inString = false;
      this.containers.length = 0;
      this.division = behind;
    } else if (this.inString) {
      if (this.escaped) this.escaped = false;
      else if (character === "\\") this.escaped = true;
      else if (character === '"') this.inString = false;
    } else if (character === '"') {
      this.inString = true;
      this.escaped = false;
      this.behindObject = false;
    } else if (character === "{" || character === "[") {
      this.containers.push(character);
    } else if (character === "}" || character === "]") {
      this.containers.pop();
      this.behindObject = character === "}";
      if (this.containers.length === 0) this.division = behind;
    } else if (character === "," && (this.containers.at(-1) === "{" || this.behindObject)) {
      this.division = behind;
    }
  }
}
