/** Who made a request, as far as the log names them. */
export interface Requester {
  readonly userName?: string | undefined;
  /** Canonical user id, where the log has nothing better. */
  readonly userId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly sessionName?: string | undefined;
}

const arnPattern = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):(.+)$/;

/**
 * Reads the requester: the ARN of a user, role session or root, a canonical user id, a service's name, or none for
 * requests without credentials. Role sessions go by the role's name, as they do in CloudTrail.
 */
export function describeRequester(requester: string | undefined): Requester {
  if (requester === undefined) return {};
  const [, accountId, resource] = arnPattern.exec(requester) ?? [];
  if (resource !== undefined) {
    const [kind, ...path] = resource.split("/");
    if (kind === "assumed-role")
      return { accountId, userName: path[0] || undefined, sessionName: path.slice(1).join("/") || undefined };
    return { accountId, userName: path.findLast((part) => part !== "") || kind || undefined };
  }
  if (/^[0-9a-f]{64}$/.test(requester)) return { userId: requester };
  return { userName: requester.replace(/^svc:(?=.)/, "") };
}
