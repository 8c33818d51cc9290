/** `s3` of `s3.amazonaws.com`. */
export function awsServiceName(host: string | undefined): string | undefined {
  return host?.replace(/(?<=.)\.amazonaws\.com(?:\.cn)?$/, "");
}
