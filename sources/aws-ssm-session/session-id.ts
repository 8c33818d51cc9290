/** `alice-0a1b2c3d4e5f60718`: a session's owner, an IAM user or the name of a role's session, and what makes it unique. */
const pattern = /^(.+)-(?:[0-9a-f]{17}|[0-9a-z]{26})$/;

/** The name of a session's owner, as its id has it. */
export function sessionOwner(sessionId: string | undefined): string | undefined {
  return sessionId === undefined ? undefined : pattern.exec(sessionId)?.[1];
}

/** The session that an S3 key or a log stream is named after. */
export function sessionIdOf(name: string | undefined): string | undefined {
  const last = name?.slice(name.lastIndexOf("/") + 1).replace(/\.(?:log|txt|json)(?:\.gz)?$/, "");
  return sessionOwner(last) === undefined ? undefined : last;
}
