const secretName =
  /(?:pass(?:word|phrase)|secret[-_]?(?:access[-_]?key|key|string|binary)|client[-_]?secret|private[-_]?key|key[-_]?material|saml[-_]?assertion|(?:session|access|refresh|id|identity|auth|authorization)[-_]?token)$/i;

/**
 * Whether a request or response member of this name holds a credential. CloudTrail masks many itself, but not all and
 * not in every service, and an index is read by more people than a bucket.
 */
export function isSecret(name: string): boolean {
  return secretName.test(name);
}
