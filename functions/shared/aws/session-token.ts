/**
 * A message without the session token of the request it quotes. A managed domain quotes the request whose signature is
 * wrong, with all that was signed; what an error says is logged.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function withoutSessionToken(message: string): string {
  return message.replace(/(x-amz-security-token[:=])[^\s\\&"'<]+/gi, "$1(not shown)");
}
