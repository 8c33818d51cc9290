import { randomBytes } from "node:crypto";
import { Logger } from "@aws-lambda-powertools/logger";
import { S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Context } from "aws-lambda";
import type { LoaderConfiguration } from "../loader/configuration";
import { sources as builtInSources } from "../loader/registry.generated";
import { mergeSources } from "../loader/source-modules";
import { ConfigurationError } from "../shared/errors";
import { defaultLimits } from "../shared/limits";
import { abortAfter } from "../shared/time/abort-after";
import { answerRequest, type FunctionResult } from "./answer";
import { Refusal } from "./object-request";
import { objectResponses } from "./object-response";
import { type Redaction, wholeRedaction } from "./redaction";
import { fetchStored } from "./stored-object";

/** Kept to answer with an error. */
const closingMilliseconds = 3_000;
/** Shorter ones could be guessed. */
const minimumKeyBytes = 16;

const logger = new Logger();
// An answer that has begun cannot be sent again.
const write = objectResponses(new S3Client({ maxAttempts: 1 }));
const secrets = new SecretsManagerClient({});

export interface RedactorConfiguration extends Pick<LoaderConfiguration, "sources" | "rules" | "limits"> {
  readonly redaction: Redaction;
}

type Handler = (event: unknown, context: Context) => Promise<FunctionResult>;

/** Makes the handler of an Object Lambda access point: it answers with objects in which personal data is masked. */
export function createHandler(configuration: Partial<RedactorConfiguration>): Handler {
  const { sources = [], rules = [], limits = defaultLimits, redaction = wholeRedaction } = configuration;
  let key: Promise<Uint8Array> | undefined;
  return async (event, context) => {
    logger.addContext(context);
    const { ACCESS_POINT_ARN: accessPointArn, PSEUDONYM_KEY_SECRET_ARN: secretArn } = process.env;
    if (!accessPointArn) throw new ConfigurationError("ACCESS_POINT_ARN must be set");
    const signal = abortAfter(context.getRemainingTimeInMillis() - closingMilliseconds);
    return await answerRequest(event, {
      ...{ accessPointArn, rules, limits, redaction, signal, write, fetch: fetchStored },
      sources: mergeSources(builtInSources, sources),
      now: () => new Date(),
      key: async () => {
        // Without a key of the stack's own, pseudonyms are the same within an object only.
        if (!secretArn) return randomBytes(32);
        key ??= secretKey(secretArn);
        return await key.catch((error: unknown) => {
          key = undefined;
          throw error;
        });
      },
      report: (message, error) => {
        if (error instanceof Refusal)
          logger.warn(message, { status: error.status, code: error.code, reason: error.message });
        else logger.error(message, error instanceof Error ? error : String(error));
      },
    });
  };
}

async function secretKey(SecretId: string): Promise<Uint8Array> {
  const { SecretString, SecretBinary } = await secrets.send(new GetSecretValueCommand({ SecretId }));
  const value = SecretBinary ?? Buffer.from(SecretString ?? "");
  if (value.length < minimumKeyBytes) {
    throw new ConfigurationError(`The secret of the pseudonyms must hold ${minimumKeyBytes} bytes or more`);
  }
  return value;
}
