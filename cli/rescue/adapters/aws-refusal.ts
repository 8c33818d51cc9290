import { ConfigurationError, DependencyError } from "../../../functions/shared/errors";

/** Errors of AWS say their status so, whatever the service. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("$metadata" in error && typeof error.$metadata === "object" && error.$metadata !== null) {
    const metadata = error.$metadata;
    return "httpStatusCode" in metadata ? Number(metadata.httpStatusCode) : undefined;
  }
  return statusOf(error.cause);
}

export const noRegion = "No region is known: give --region, or set AWS_REGION";

/** Says what a person can do about an error of AWS. */
export function awsRefusal(error: unknown, action: string, resource: string): Error {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  const status = statusOf(error);
  if (status === 403) {
    return new ConfigurationError(
      `Your AWS credentials may not do ${action} on ${resource}: ${message}. docs/rejected-records.md and docs/backfill.md list the permissions`,
      { cause: error },
    );
  }
  // The SDK throws a plain `Error` before it sends anything.
  if (message === "Region is missing") return new ConfigurationError(noRegion, { cause: error });
  if (name === "CredentialsProviderError") {
    return new ConfigurationError(`There are no AWS credentials (AWS_PROFILE, aws sso login): ${message}`, {
      cause: error,
    });
  }
  if (status === 404 || name === "QueueDoesNotExist" || name === "AWS.SimpleQueueService.NonExistentQueue") {
    return new ConfigurationError(`There is no ${resource}: ${message}`, { cause: error });
  }
  return new DependencyError(`${action} on ${resource} failed: ${name}: ${message}`, { cause: error });
}
