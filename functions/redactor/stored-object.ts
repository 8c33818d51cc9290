import type { IncomingMessage } from "node:http";
import { request as sendRequest } from "node:https";
import { DependencyError } from "../shared/errors";
import type { FetchStored } from "./ports";

/** Sends a presigned request. Not with `fetch`, which takes off the gzip that logs are stored in. */
export const fetchStored: FetchStored = ({ method, url, headers }, signal) =>
  new Promise((resolve, reject) => {
    const sent = sendRequest(url, { method, headers, signal }, (response) => {
      const given = Object.entries(response.headers).map(([name, value]) => [name, [value].flat()[0]] as const);
      resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(given), body: bodyOf(response) });
    });
    // The cause would say the presigned URL to the log.
    sent.on("error", ({ name }) => reject(new DependencyError(`S3 could not be reached (${name})`)));
    sent.end();
  });

async function* bodyOf(response: IncomingMessage): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for await (const chunk of response) yield chunk as Uint8Array;
  } catch (error) {
    throw new DependencyError(`S3 broke off (${error instanceof Error ? error.name : "Error"})`);
  }
}
