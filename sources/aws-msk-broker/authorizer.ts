import type { EcsDocument } from "../../functions/shared/ecs";
import { endpoint } from "../../functions/shared/network/endpoint";
import { nonEmpty, text } from "../../functions/shared/values";

const decisionPattern =
  /^Principal = ([^\n]*?) is (Allowed|Denied) operation = (\S+) from host = (\S+) on resource = (\S+)(?: for request = (\S+))?(?: with resourceRefCount = \d+)?(?: based on rule ([^\n]*))?/i;

/** What an operation of an access control list does, in the types of the category `database`. */
const typesOfOperation: ReadonlyMap<string, string> = new Map([
  ["read", "access"],
  ["describe", "access"],
  ["describeconfigs", "access"],
  ["write", "change"],
  ["create", "change"],
  ["delete", "change"],
  ["alter", "change"],
  ["alterconfigs", "change"],
  ["clusteraction", "change"],
  ["idempotentwrite", "change"],
]);

/** What `kafka.authorizer.logger` says about one access: who, what, from where, whether it was allowed. */
export function authorizerMeaning(
  message: string,
): { readonly document: EcsDocument; readonly fields: Readonly<Record<string, unknown>> } | undefined {
  const match = decisionPattern.exec(message);
  if (match === null) return undefined;
  const [, principal = "", decision = "", operation = "", host, resource, request, rule] = match;
  const name = principal.startsWith("User:") ? principal.slice("User:".length) : principal;
  return {
    document: {
      event: {
        category: ["database"],
        type: [typesOfOperation.get(operation.toLowerCase()) ?? "access"],
        action: operation,
        outcome: decision.toLowerCase() === "allowed" ? "success" : "failure",
      },
      user: nonEmpty({ name: text(name) }),
      source: endpoint(host),
    },
    fields: { resource: text(resource), request: text(request), rule: text(rule) },
  };
}
