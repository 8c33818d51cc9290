import type { S3ClientConfig } from "@aws-sdk/client-s3";

const attempts = 3;

type RetryStrategyV2 = Extract<
  Exclude<S3ClientConfig["retryStrategy"], undefined>,
  { acquireInitialRetryToken: unknown }
>;

const token = (count: number) => ({ getRetryCount: () => count, getRetryDelay: () => 0 });

/** Retries what the SDK's own strategy retries, as often, but at once: a thousand tests have no time to wait. */
export const briskRetries: RetryStrategyV2 = {
  acquireInitialRetryToken: () => Promise.resolve(token(0)),
  refreshRetryTokenForRetry: (last, { errorType, error }) => {
    const count = last.getRetryCount() + 1;
    if (errorType === "CLIENT_ERROR" || count >= attempts) {
      return Promise.reject(error instanceof Error ? error : new Error("no more attempts"));
    }
    return Promise.resolve(token(count));
  },
  recordSuccess: () => undefined,
};
