import { text } from "../values";

/** What is behind the last slash of an ARN, a path or a key. */
export function lastPart(path: string | undefined): string | undefined {
  return text(path?.slice(path.lastIndexOf("/") + 1));
}
