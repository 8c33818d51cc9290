import type { EcsDocument } from "../../functions/shared/ecs";
import { ipAddress, nonEmpty, portNumber, text } from "../../functions/shared/values";

/** What a rule reads out of a message. */
export interface AuthParts {
  readonly user?: string | undefined;
  readonly userId?: string | undefined;
  /** The user that is changed, or that the session is for. */
  readonly target?: string | undefined;
  readonly effective?: string | undefined;
  /** A new name. */
  readonly changedTo?: string | undefined;
  readonly group?: string | undefined;
  readonly groupId?: string | undefined;
  readonly source?: string | undefined;
  readonly sourcePort?: string | undefined;
  readonly sourceDomain?: string | undefined;
  readonly destination?: string | undefined;
  readonly destinationPort?: string | undefined;
  readonly commandLine?: string | undefined;
  readonly workingDirectory?: string | undefined;
  readonly reason?: string | undefined;
  readonly outcome?: "success" | "failure" | undefined;
  readonly linux?: Readonly<Record<string, unknown>> | undefined;
}

/** A message of a program, how it is classified, and what its groups are. */
export interface AuthRule {
  readonly pattern: RegExp;
  readonly action: string;
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly outcome?: "success" | "failure" | undefined;
  readonly read?: ((match: RegExpExecArray) => AuthParts) | undefined;
}

/** The parts in ECS. `?` and `none` are what programs write for nothing. */
export function authDocument(parts: AuthParts): EcsDocument {
  const source = named(parts.source);
  const destination = named(parts.destination);
  const ip = ipAddress(source);
  const serverIp = ipAddress(destination);
  return {
    user: nonEmpty({
      name: named(parts.user),
      id: named(parts.userId),
      target: nonEmpty({ name: named(parts.target) }),
      effective: nonEmpty({ name: named(parts.effective) }),
      changes: nonEmpty({ name: named(parts.changedTo) }),
    }),
    group: nonEmpty({ name: named(parts.group), id: named(parts.groupId) }),
    source: nonEmpty({
      ip,
      // A name that the program has looked up, or an address that is none.
      domain: named(parts.sourceDomain) ?? (ip === undefined ? source : undefined),
      port: portNumber(parts.sourcePort),
    }),
    destination: nonEmpty({
      ip: serverIp,
      address: serverIp === undefined ? destination : undefined,
      port: portNumber(parts.destinationPort),
    }),
    event: nonEmpty({ reason: named(parts.reason), outcome: parts.outcome }),
  };
}

function named(value: string | undefined): string | undefined {
  const trimmed = text(value?.trim());
  return trimmed === "?" ? undefined : trimmed;
}
