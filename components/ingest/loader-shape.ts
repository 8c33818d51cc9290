/** How much the loader does at once, and what it has for that. */
export interface LoaderShape {
  /** MB. */
  readonly memorySize: number;
  /** MB of `/tmp`. */
  readonly storageSize: number;
  /** Seconds that a batch may take: 30 to 900. */
  readonly timeout: number;
  /** Loaders at the same time: 2 to 1000, as many as Lambda lets a queue start. */
  readonly concurrency: number;
  /** Objects that one loader reads at the same time. */
  readonly objectsAtOnce: number;
  /** Messages of a batch, at most 1000. */
  readonly batchSize: number;
  /** Seconds to wait for a batch to fill, at most 300. */
  readonly batchWindow: number;
}

/** What the settings have by default, too. */
export const defaultLoaderShape: LoaderShape = {
  // One processor. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
  memorySize: 1769,
  storageSize: 2048,
  timeout: 300,
  concurrency: 10,
  objectsAtOnce: 4,
  batchSize: 10,
  batchWindow: 2,
};

/** MB: the code with its country database, bulk requests on their way, and what an object that is read takes. */
const memoryOfLoader = 256;
const memoryOfObject = 64;
/** MB: the largest Parquet file that is kept while it is read. */
const storageOfObject = 400;
const largestUnwindowedBatch = 10;

/**
 * What Lambda would refuse of a loader, or what would run out of something; nothing where it works.
 * @param nameOf what the person who gave a part of it calls it. Default: the part's own name.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export function loaderFaults(
  shape: LoaderShape,
  nameOf: (part: keyof LoaderShape) => string = (part) => part,
): string[] {
  const { memorySize, storageSize, objectsAtOnce, batchSize, batchWindow } = shape;
  const memory = memoryOfLoader + memoryOfObject * objectsAtOnce;
  const storage = storageOfObject * objectsAtOnce;
  const objects = `${objectsAtOnce} objects at once (${nameOf("objectsAtOnce")})`;
  const rules: readonly [broken: boolean, message: string][] = [
    [
      memorySize < memory,
      `${nameOf("memorySize")} is ${memorySize} MB, and ${objects} take ${memory}; raise it or read fewer at once`,
    ],
    [
      storageSize < storage,
      `${nameOf("storageSize")} is ${storageSize} MB, and ${objects} may take ${storage}; raise it or read fewer at once`,
    ],
    [
      batchSize > largestUnwindowedBatch && batchWindow < 1,
      `${nameOf("batchSize")} is ${batchSize}; Lambda collects more than ${largestUnwindowedBatch} messages only with a ${nameOf("batchWindow")} of 1 or more`,
    ],
  ];
  return rules.filter(([broken]) => broken).map(([, message]) => message);
}
