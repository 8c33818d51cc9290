import { DependencyError } from "../shared/errors";
import { headOfMasked, type MaskPorts, maskObject } from "./mask-object";
import { type OutputPlace, outputPlace, parseRequest, Refusal } from "./object-request";
import type { MaskedObject } from "./ports";

/** An error, as S3 Object Lambda takes it. */
export interface ErrorAnswer {
  readonly statusCode: number;
  readonly errorCode: string;
  readonly errorMessage: string;
}

export interface AnswerPorts extends Omit<MaskPorts, "key"> {
  readonly accessPointArn: string;
  readonly key: () => Promise<Uint8Array>;
  /** WriteGetObjectResponse; for an object until all of it was sent. */
  readonly write: (place: OutputPlace, answer: MaskedObject | ErrorAnswer) => Promise<void>;
  /** Is told what failed: nothing of the object is in it. */
  readonly report: (message: string, error: unknown) => void;
}

/** What the function gives back: the answer to HeadObject; S3 does not look at that to GetObject. */
export type FunctionResult =
  | { readonly statusCode: number; readonly headers?: Readonly<Record<string, string>> }
  | ErrorAnswer;

/** Answers a request that comes through an Object Lambda access point. Never with anything that is not masked. */
export async function answerRequest(event: unknown, ports: AnswerPorts): Promise<FunctionResult> {
  const place = outputPlace(event);
  try {
    const request = parseRequest(event, ports.accessPointArn);
    if (request.method === "HEAD") return { statusCode: 200, headers: await headOfMasked(request, ports) };
    if (place === undefined) throw new Refusal(400, "InvalidRequest", "The event says not where the answer goes");
    const masked = await maskObject(request, { ...ports, key: await ports.key() });
    await sendObject(place, masked, ports);
    return { statusCode: 200 };
  } catch (error) {
    const answer = errorAnswer(error);
    ports.report("the request was not answered with an object", error);
    if (place !== undefined && !(error instanceof BrokenAnswer)) await ports.write(place, answer);
    return answer;
  }
}

/** An answer that had begun: its token is used up. Who asks sees a connection that ends too early. */
class BrokenAnswer extends DependencyError {}

async function sendObject(place: OutputPlace, masked: MaskedObject, { write }: AnswerPorts): Promise<void> {
  try {
    await write(place, masked);
  } catch (cause) {
    throw new BrokenAnswer("the object could not be masked or sent to its end", { cause });
  }
}

function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof Refusal) return { statusCode: error.status, errorCode: error.code, errorMessage: error.message };
  if (error instanceof DependencyError) {
    const errorMessage = "The object cannot be read or masked now; try again";
    return { statusCode: 503, errorCode: "ServiceUnavailable", errorMessage };
  }
  // Whatever it is, its message may hold some of the object.
  const errorMessage = "The object cannot be masked; the log of the function that masks says why";
  return { statusCode: 500, errorCode: "InternalError", errorMessage };
}
