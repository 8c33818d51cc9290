/** A request that can be given up. */
interface Request<Answer> extends PromiseLike<Answer> {
  abort(): unknown;
}

/**
 * The answer to a request of the OpenSearch client, which itself looks at the time only until the answer begins.
 * @throws a TimeoutError where the answer is not whole by then
 */
export async function answerInTime<Answer>(request: Request<Answer>, milliseconds: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const timeOver = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DOMException("Request timed out", "TimeoutError"));
      request.abort();
    }, milliseconds);
  });
  try {
    return await Promise.race([request, timeOver]);
  } finally {
    clearTimeout(timer);
  }
}
