import { request as sendRequest } from "node:https";
import { DependencyError } from "../shared/errors";
import type { FetchStored } from "./ports";

/** Sends a presigned request. Not with `fetch`, which takes off the gzip that logs are stored in. */
export const fetchStored: FetchStored = ({ method, url, headers }, signal) =>
  new Promise((resolve, reject) => {
    const sent = sendRequest(url, { method, headers, signal }, (response) => {
      const given = Object.entries(response.headers).map(([name, value]) => [name, [value].flat()[0]] as const);
      resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(given), body: response });
    });
    // The cause would say the presigned URL to the log.
    sent.on("error", ({ name }) => reject(new DependencyError(`S3 could not be reached (${name})`)));
    sent.end();
  });
