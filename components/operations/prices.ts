/** US dollars of what the dashboard estimates; taxes and discounts are not among them. */
export interface Prices {
  /** Of a GB of memory for a second, on arm64. https://aws.amazon.com/lambda/pricing/ */
  readonly lambdaGbSecond: number;
  /** Of an invocation. */
  readonly lambdaRequest: number;
  /** Of a GB in S3 Standard for a month: other classes cost less. https://aws.amazon.com/s3/pricing/ */
  readonly archiveGbMonth: number;
  /** Of a GB of a data node's gp3 volume for a month. https://aws.amazon.com/opensearch-service/pricing/ */
  readonly searchGbMonth: number;
}

/** List prices of us-east-1; most regions cost up to a third more. */
export const listPrices: Prices = {
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.0000002,
  archiveGbMonth: 0.023,
  searchGbMonth: 0.122,
};
