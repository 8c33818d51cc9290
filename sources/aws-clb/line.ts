import { type AccessLineLayout, splitAccessLine } from "../../functions/loader/formats/elb/line";

const classicLayout: AccessLineLayout = {
  columnsBeforeRequest: 11,
  // Cipher and protocol, and nothing behind them so far.
  afterUserAgent: /^ (?:-|[A-Z0-9][A-Za-z0-9_-]*) (?:-|TLSv[0-9.]+|SSLv[0-9.]+)(?: |$)/,
};

/** `<time> <name> <client:port> <backend:port> <three times> <two status codes> <two sizes> "<request>" ...` */
const linePattern =
  /^\d{4}-\d\d-\d\dT[0-9:.]+Z? [A-Za-z0-9-]{1,32} [^ ]+:\d{1,5} (?:-|[^ ]+:\d{1,5}) (?:-?[0-9.]+ ){3}(?:-|\d+) (?:-|\d+) -?\d+ -?\d+ "/;

/** Whether a Classic Load Balancer wrote this line. */
export function isClassicAccessLine(line: string): boolean {
  return linePattern.test(line);
}

/** The columns of a line, in AWS's order; those of before 2014 end with the request. */
export function splitClassicLine(line: string): readonly (string | undefined)[] {
  return splitAccessLine(line, classicLayout);
}
