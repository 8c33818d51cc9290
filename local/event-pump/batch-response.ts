import type { InvocationResult } from "../lambda/execution-environment";

/**
 * The ids of the messages that Lambda would leave in the queue after this result: all of them when the function failed or
 * its answer makes no sense, those it names when it reports failures, else none.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedMessageIds(
  result: InvocationResult,
  messageIds: readonly string[],
  reportsItemFailures: boolean,
): readonly string[] {
  if (result.kind === "failed") return messageIds;
  if (!reportsItemFailures) return [];
  const { payload } = result;
  if (payload === null || payload === undefined) return [];
  if (typeof payload !== "object") return messageIds;
  const failures = (payload as { batchItemFailures?: unknown }).batchItemFailures ?? [];
  if (!Array.isArray(failures)) return messageIds;
  const named = failures.map((failure: unknown) =>
    typeof failure === "object" && failure !== null
      ? (failure as { itemIdentifier?: unknown }).itemIdentifier
      : undefined,
  );
  const known = named.filter((id): id is string => typeof id === "string" && messageIds.includes(id));
  return known.length === named.length ? [...new Set(known)] : messageIds;
}
