import assert from "node:assert/strict";
import { type BatchPorts, loadBatch } from "../../functions/loader/batch";
import type { ObjectReference } from "../../functions/loader/ports";
import { sources } from "../../functions/loader/registry.generated";
import {
  FakeAsideStore,
  FakeClock,
  FakeLog,
  FakeLogStore,
  FakeMetrics,
  FakeSearchIndex,
  FakeWorkQueue,
  queueMessage,
  type SentDocument,
} from "../functions/loader/fakes";
import { assertAddsUp } from "../support/accounting";
import { s3Notification } from "../support/s3-notification";

type Content = Uint8Array | string | (() => AsyncIterable<Uint8Array>);

/** A note of the quarantine. */
export interface QuarantineNote {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  readonly offset?: number;
  readonly received: number;
  readonly reason: string;
}

/** The loader with all built-in sources, and what is around it in memory. */
export class InputLoader {
  readonly store = new FakeLogStore();
  readonly aside = new FakeAsideStore();
  readonly search = new FakeSearchIndex();
  readonly clock = new FakeClock();
  readonly log = new FakeLog();
  readonly metrics = new FakeMetrics();
  readonly queue = new FakeWorkQueue();

  /** @param over what is not in memory. */
  constructor(
    private readonly normalise: Partial<BatchPorts["normalise"]> = {},
    private readonly over: Partial<BatchPorts> = {},
  ) {}

  /** Puts an object into the archive and delivers its message; returns the ids of messages to be delivered again. */
  load(key: string, content: Content): Promise<readonly string[]> {
    this.store.put(key, content);
    return this.deliver(notification(encodeURIComponent(key).replaceAll("%20", "+")));
  }

  /** Delivers the body of one message, whose id is `m1`. */
  deliver(body: string): Promise<readonly string[]> {
    const { store, aside, search, queue, clock, log, metrics } = this;
    const deadline = clock.milliseconds + 60_000;
    const ports = { store, aside, search, queue, clock, log, metrics, readUntil: deadline, deadline, objectsAtOnce: 4 };
    const normalise = { sources, ...this.normalise };
    return loadBatch([queueMessage("m1", body)], { ...ports, normalise, ...this.over });
  }

  get documents(): readonly SentDocument[] {
    return [...this.search.documents.values()];
  }

  /** What the loader's log says of the last object; its accounting adds up. */
  get accounted(): Readonly<Record<string, unknown>> {
    const { values } =
      this.log.lines.findLast(({ message }) => message.startsWith("object ")) ?? assert.fail("no line");
    assertAddsUp(values);
    return values;
  }

  get quarantine(): readonly QuarantineNote[] {
    return [...this.aside.objects]
      .filter(([key]) => key.startsWith("quarantine/"))
      .map(([, note]) => JSON.parse(note) as QuarantineNote);
  }
}

/** The body of a message about a new object; `encodedKey` as S3 encodes keys. */
export function notification(encodedKey: string, others: Partial<ObjectReference> = {}): string {
  return s3Notification({ versionId: "v1", ...others, key: encodedKey });
}

const account = "111122223333";

/** A key as an Application Load Balancer writes it. */
export const albKey = `AWSLogs/${account}/elasticloadbalancing/eu-west-1/2026/01/02/${account}_elasticloadbalancing_eu-west-1_app.shop.50dc6c495c0c9188_20260102T0300Z_192.0.2.10_2eqbwm0l.log.gz`;

/** A line of an Application Load Balancer's access log. */
export function albLine(number: number, path = "/", agent = "curl/8.5.0"): string {
  const target = `arn:aws:elasticloadbalancing:eu-west-1:${account}:targetgroup/shop/73e2d6bc24d8a067`;
  return `https 2026-01-02T02:54:22.186641Z app/shop/50dc6c495c0c9188 203.0.113.12:${10_000 + (number % 50_000)} 192.0.2.20:80 0.086 0.048 0.037 200 200 289 5170 "GET https://www.example.com:443${path} HTTP/1.1" "${agent}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 ${target} "Root=1-58337281-${String(number).padStart(24, "0")}" "www.example.com" "arn:aws:acm:eu-west-1:${account}:certificate/12345678-1234-1234-1234-123456789012" 1 2026-01-02T02:54:22.015000Z "forward" "-" "-" "192.0.2.20:80" "200" "-" "-" TID_${String(number).padStart(32, "0")} "-" "-" "-"\n`;
}

export function albLines(count: number): string {
  return Array.from({ length: count }, (_, number) => albLine(number)).join("");
}

/** A key as CloudTrail writes it. */
export const cloudTrailKey = `AWSLogs/${account}/CloudTrail/eu-west-1/2026/01/02/${account}_CloudTrail_eu-west-1_20260102T0305Z_abcdefghij123456.json.gz`;

/** An event of CloudTrail; `others` replace its members. */
export function cloudTrailEvent(number: number, others: Readonly<Record<string, unknown>> = {}) {
  return {
    eventVersion: "1.11",
    userIdentity: { type: "IAMUser", principalId: "AIDAEXAMPLE", accountId: account, userName: "alice" },
    eventTime: "2026-01-02T02:54:22Z",
    eventSource: "s3.amazonaws.com",
    eventName: "GetObject",
    awsRegion: "eu-west-1",
    sourceIPAddress: "203.0.113.12",
    userAgent: "aws-cli/2.15",
    requestParameters: { bucketName: "example" },
    responseElements: null,
    requestID: "EXAMPLE1",
    eventID: `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
    readOnly: true,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
    ...others,
  };
}
