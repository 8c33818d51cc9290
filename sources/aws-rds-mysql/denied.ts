import type { EcsDocument } from "../../functions/shared/ecs";
import { endpoint } from "../../functions/shared/network/endpoint";
import { nonEmpty, text } from "../../functions/shared/values";

const deniedPattern = /^Access denied for user '([^\n]*)'@'([^'\n]*)'/;

/** Who was denied access from where: `Access denied for user 'app'@'192.0.2.10' (using password: YES)`. */
export function deniedAccess(message: string): Pick<EcsDocument, "user" | "source"> | undefined {
  const match = deniedPattern.exec(message);
  if (match === null) return undefined;
  return { user: nonEmpty({ name: text(match[1]) }), source: endpoint(match[2]) };
}
