/*
 * Encodings of a value. Bytes are kept as texts of characters up to 255, as they stand in a log that does not decode them.
 */

/** Whether a text holds bytes of an earlier encoding (`utf16le|base64`) or characters. */
export interface Encoded {
  readonly text: string;
  readonly bytes: boolean;
}

function toBytes({ text, bytes }: Encoded): Buffer {
  return Buffer.from(text, bytes ? "latin1" : "utf8");
}

function fromBytes(bytes: Buffer): Encoded {
  return { text: bytes.toString("latin1"), bytes: true };
}

export function utf16le({ text }: Encoded): Encoded {
  return fromBytes(Buffer.from(text, "utf16le"));
}

export function utf16be({ text }: Encoded): Encoded {
  return fromBytes(Buffer.from(text, "utf16le").swap16());
}

/** With the mark of its byte order. */
export function utf16(value: Encoded): Encoded {
  return fromBytes(Buffer.concat([Buffer.from([0xff, 0xfe]), toBytes(utf16le(value))]));
}

export function base64(value: Encoded): Encoded {
  return { text: toBytes(value).toString("base64"), bytes: false };
}

/** Of three bytes that precede the value, none, one or two share a character with it; likewise behind it. */
const firstOwnCharacter = [0, 2, 3] as const;
const sharedAtEnd = [0, 3, 2] as const;

/** What a text in base64 has in it where the value stands in the middle of the encoded text, at each of three offsets. */
export function base64Offsets(value: Encoded): Encoded[] {
  const bytes = toBytes(value);
  return firstOwnCharacter.map((first, offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    const shared = sharedAtEnd[(offset + bytes.length) % 3] ?? 0;
    return { text: encoded.slice(first, encoded.length - shared), bytes: false };
  });
}
