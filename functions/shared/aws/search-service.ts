/** What requests to OpenSearch are signed for: a domain (`es`), or a collection of OpenSearch Serverless (`aoss`). */
export type SearchService = "es" | "aoss";

/** What requests to an endpoint of AWS are signed for, by its name; another name is that of a domain. */
export function searchServiceOf(endpoint: string): SearchService {
  return /\.aoss\.([a-z0-9-]+\.on\.aws|amazonaws\.com(\.cn)?)$/.test(new URL(endpoint).hostname) ? "aoss" : "es";
}
