import pc from "picocolors";
import { writeLine } from "../output";
import { printable, printableJson, textTable } from "../text-table";
import { wholeNumber } from "../whole-number";
import {
  type DeadLetter,
  type LetterFilterOptions,
  likelyCause,
  parseLetterFilter,
  visitDeadLetters,
} from "./dead-letters";
import type { PlaceOptions } from "./places";
import { StageAccess } from "./stage-access";

export interface LookOptions extends PlaceOptions, LetterFilterOptions {
  readonly limit: string;
  readonly json?: boolean;
}

/** What is printed of a message. */
interface SeenLetter {
  readonly messageId: string;
  /** ISO 8601. */
  readonly firstSeen: string | undefined;
  readonly receiveCount: number;
  readonly objects: readonly string[];
  readonly likelyCause: string;
  readonly body: string;
}

/** Prints the messages of the dead-letter queue, and leaves them there. */
export async function listDeadLetters(options: LookOptions): Promise<number> {
  const letters = await look(options);
  if (options.json === true) {
    await writeLine(printableJson(JSON.stringify(letters, undefined, 2)));
    return 0;
  }
  if (letters.length === 0) {
    await writeLine("No message is in the dead-letter queue, or none that the options select.");
    return 0;
  }
  const rows = letters.map(({ messageId, firstSeen, receiveCount, objects, likelyCause: cause }) => [
    messageId,
    firstSeen === undefined ? "-" : `${firstSeen.slice(0, 19)}Z`,
    receiveCount,
    printable(objects[0] ?? "-") + (objects.length > 1 ? ` and ${objects.length - 1} more` : ""),
    printable(cause),
  ]);
  await writeLine(textTable(["message", "first sent", "receives", "object", "likely cause"], rows));
  return 0;
}

/** Prints all of one message. @returns 1 if it is not there. */
export async function showDeadLetter(messageId: string, options: LookOptions): Promise<number> {
  const [letter] = await look({ ...options, message: messageId });
  if (letter === undefined) {
    console.error(notSeen(messageId));
    return 1;
  }
  const rows = [
    ["first sent", letter.firstSeen ?? "-"],
    ["receives", String(letter.receiveCount)],
    ...letter.objects.map((object) => ["object", object]),
    ["likely", letter.likelyCause],
  ] as const;
  await writeLine(pc.bold(letter.messageId));
  for (const [name, value] of rows) await writeLine(`  ${name.padEnd(10)} ${printable(value ?? "")}`);
  await writeLine(`  ${"body".padEnd(10)} ${indented(letter.body)}`);
  return 0;
}

export function notSeen(messageId: string): string {
  return `No message ${printable(messageId)} was seen in the dead-letter queue; others may hold it just now.`;
}

async function look(options: LookOptions): Promise<readonly SeenLetter[]> {
  const limit = wholeNumber("--limit", options.limit, 1);
  const matches = parseLetterFilter(options, new Date());
  const stage = await StageAccess.open(options);
  const found: DeadLetter[] = [];
  try {
    await visitDeadLetters(stage.deadLetters(), (letter) => {
      if (matches(letter)) found.push(letter);
      return Promise.resolve({ enough: found.length >= limit });
    });
    const seen: SeenLetter[] = [];
    for (const letter of found) {
      const { messageId, receiveCount, body } = letter.message;
      seen.push({
        messageId,
        firstSeen: letter.firstSeen?.toISOString(),
        receiveCount,
        objects: letter.objects.map(({ bucket, key }) => `s3://${bucket}/${key}`),
        likelyCause: await likelyCause(letter, stage.objects()),
        body,
      });
    }
    return seen;
  } finally {
    stage.close();
  }
}

function indented(body: string): string {
  try {
    return printableJson(JSON.stringify(JSON.parse(body), undefined, 2)).replaceAll("\n", `\n${" ".repeat(13)}`);
  } catch {
    return printable(body);
  }
}
