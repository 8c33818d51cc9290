import type { Cluster } from "../../functions/configurator/cluster";

export interface QueueFacts {
  readonly arn: string;
  readonly waiting: number;
  readonly inFlight: number;
  /** Seconds that a message is kept. */
  readonly retention: number;
  readonly visibilityTimeout: number;
  readonly keyId: string | undefined;
  /** JSON, as the service gives it. */
  readonly policy: string | undefined;
  readonly redrivePolicy: string | undefined;
}

/** A notification of a bucket to a queue. */
export interface QueueNotification {
  readonly queueArn: string;
  readonly events: readonly string[];
  /** Whether it is for some keys only. */
  readonly filtered: boolean;
}

export interface MappingFacts {
  /** `Enabled`, `Disabled`, ... */
  readonly state: string;
  readonly responseTypes: readonly string[];
  readonly maximumConcurrency: number | undefined;
}

export interface FunctionFacts {
  readonly roleArn: string;
  /** `Active`, ... */
  readonly state: string;
  /** `Successful`, ... */
  readonly lastUpdate: string;
  readonly timeout: number;
  /** Undefined where nothing is reserved. */
  readonly reservedConcurrency: number | undefined;
}

export interface KeyFacts {
  /** `Enabled`, ... */
  readonly state: string;
  readonly policy: string;
}

export interface DomainFacts {
  readonly created: boolean;
  readonly deleted: boolean;
  readonly processing: boolean;
  readonly upgrading: boolean;
  readonly engineVersion: string;
  readonly updateAvailable: boolean;
  /** Why AWS will install an update by itself, or nothing. */
  readonly updateStatus: string | undefined;
}

/** What is asked of AWS; each throws the SDK's error. Undefined: there is no such thing. */
export interface DeployedStage {
  notifications(bucket: string): Promise<readonly QueueNotification[]>;
  queue(url: string): Promise<QueueFacts>;
  key(keyId: string): Promise<KeyFacts>;
  loader(name: string): Promise<FunctionFacts>;
  mappings(functionName: string, queueArn: string): Promise<readonly MappingFacts[]>;
  domain(name: string): Promise<DomainFacts | undefined>;
  /** Names of alarms of the stage that are in alarm. */
  alarmsGoingOff(namePrefix: string): Promise<readonly string[]>;
  readonly cluster: Cluster;
  /** Epoch milliseconds. */
  now(): number;
}
