import { integer } from "../../shared/values";

/** `message repeated 3 times: [ Failed password ... ]`, as rsyslog writes it. */
export function unrepeated(message: string): { message: string; count: number | undefined } {
  const match = /^message repeated (\d{1,9}) times: \[ ?/.exec(message);
  if (match === null) return { message, count: undefined };
  return { message: message.slice(match[0].length).replace(/ ?\]\s{0,8}$/, ""), count: integer(match[1]) };
}

/** Programs as they are called by their path, in parentheses (`(systemd)`), or with their PAM module (`su(pam_unix)`). */
export function programName(program: string | undefined): string | undefined {
  if (program === undefined) return undefined;
  const base = program.slice(program.lastIndexOf("/") + 1);
  const plain = base.replace(/^\((.{1,64})\)$/, "$1");
  const open = plain.indexOf("(");
  return (open > 0 ? plain.slice(0, open) : plain) || undefined;
}
