const FULL_STOP = 0x2e;
const ZERO = 0x30;

/** The 32 bits of an IPv4 address in dotted form, without leading zeros; -1 for any other text. */
export function ipv4Bits(text: string): number {
  const { length } = text;
  if (length < 7 || length > 15) return -1;
  let bits = 0;
  let part = 0;
  let digits = 0;
  let parts = 1;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === FULL_STOP) {
      if (digits === 0 || parts === 4) return -1;
      bits = bits * 256 + part;
      part = 0;
      digits = 0;
      parts += 1;
    } else {
      const digit = code - ZERO;
      if (digit < 0 || digit > 9 || (part === 0 && digits > 0)) return -1;
      part = part * 10 + digit;
      digits += 1;
      if (part > 255) return -1;
    }
  }
  return parts === 4 && digits > 0 ? bits * 256 + part : -1;
}
