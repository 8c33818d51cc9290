import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { S3LogStore } from "../../functions/loader/adapters/log-store";
import { decodeMessage } from "../../functions/loader/events";
import { recogniseKey } from "../../functions/loader/recognise";
import { sources } from "../../functions/loader/registry.generated";
import type { EcsDocument } from "../../functions/shared/ecs";
import { readExpected, sampleCases } from "../../tools/sample-cases";
import { albKey, albLine, cloudTrailEvent, cloudTrailKey, InputLoader, notification } from "./input-loader";

/** What S3 writes into a notification, and the key that is meant. */
const keys: readonly (readonly [string, string, string])[] = [
  ["a plus that is a space", "logs/a+b.log", "logs/a b.log"],
  ["a space in percent", "logs/a%20b.log", "logs/a b.log"],
  ["a plus", "logs/a%2Bb.log", "logs/a+b.log"],
  ["an escape in the key itself, decoded once", "logs/a%252Bb%2525.log", "logs/a%2Bb%25.log"],
  ["an escaped slash", "logs/a%2Fb.log", "logs/a/b.log"],
  ["a slash that the key has in its escaped form", "logs/a%252Fb.log", "logs/a%2Fb.log"],
  ["ways up", "../../etc/passwd", "../../etc/passwd"],
  ["a leading slash", "/etc/passwd", "/etc/passwd"],
  ["two slashes", "a//b", "a//b"],
  ["a NUL", "a%00b.log", "a\u0000b.log"],
  ["line ends", "a%0D%0Ab.log", "a\r\nb.log"],
  ["a composed letter", "caf%C3%A9.log", "café.log".normalize("NFC")],
  ["a letter and its accent", "cafe%CC%81.log", "café.log".normalize("NFD")],
  ["an emoji", "%F0%9F%94%A5.log", "🔥.log"],
  ["a mark of direction", "%E2%80%AEgol.exe", "\u202egol.exe"],
  ["U+FFFF, which no message may hold as it is", "a%EF%BF%BFb.log", "a\uffffb.log"],
  ["1,024 bytes", `${"%C3%A9".repeat(510)}.log`, `${"é".repeat(510)}.log`],
];

describe("faults in keys", () => {
  for (const [what, encoded, key] of keys) {
    it(`row 38: ${what} is the key that is meant, to the character`, async () => {
      const loader = new InputLoader();
      loader.store.put(key, "no log\n");
      assert.deepEqual(await loader.deliver(notification(encoded)), []);
      assert.equal(loader.accounted.outcome, "unrecognised");
      const [sent] = loader.documents;
      assert.deepEqual(sent?.document.log, { file: { path: `s3://archive/${key}` }, offset: 0 });
    });
  }

  it("row 38: all of these are objects of their own: no two have an id in common", async () => {
    const loader = new InputLoader();
    for (const [, encoded, key] of keys) {
      loader.store.put(key, "no log\n");
      await loader.deliver(notification(encoded));
    }
    const distinct = new Set(keys.map(([, , key]) => key)).size;
    assert.equal(distinct, keys.length - 1, "a space is written in two ways");
    assert.equal(loader.documents.length, distinct);
  });

  it("row 38: bytes that are no UTF-8 are not guessed: the message goes to the dead-letter queue", async () => {
    const loader = new InputLoader();
    assert.deepEqual(await loader.deliver(notification("logs/a%FFb.log")), ["m1"]);
    assert.deepEqual([loader.store.opened, loader.metrics.counts], [0, { MessagesUnknown: 1 }]);
  });

  it("row 38: EventBridge's keys are not encoded, and not decoded", () => {
    const detail = { bucket: { name: "archive" }, object: { key: "a+b%2B.log" } };
    const body = JSON.stringify({ source: "aws.s3", "detail-type": "Object Created", detail });
    const decoded = decodeMessage(body);
    assert.equal(decoded.kind === "objects" ? decoded.objects[0]?.reference.key : undefined, "a+b%2B.log");
  });

  it("row 38: S3 is asked for exactly the key", async () => {
    const paths: string[] = [];
    const server = createServer((request, response) => {
      paths.push(decodeURIComponent((request.url ?? "").split("?")[0] ?? ""));
      response.end("x");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = new S3Client({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "eu-west-1",
      forcePathStyle: true,
      credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" },
    });
    const store = new S3LogStore(client);
    // What is sent over HTTP is a path: a client that tidied it up would read another object.
    const asked = keys
      .map(([, , key]) => key)
      .filter((key) => !["\u0000", "\r"].some((control) => key.includes(control)));
    for (const key of asked) {
      const opened = await store.open({ bucket: "archive", key });
      for await (const _ of opened?.body ?? []);
    }
    client.destroy();
    server.closeAllConnections();
    server.close();
    assert.deepEqual(
      paths,
      asked.map((key) => `/archive/${key}`),
    );
  });

  it("row 38: no pattern takes a key that goes on behind the form that is documented", () => {
    const documented = sampleCases(resolve(__dirname, "../..")).map((sample) => readExpected(sample).key);
    const known = [...new Set(documented)].filter((key) => recogniseKey(key, sources) !== undefined);
    assert.ok(known.length > 50, `${known.length} keys`);
    for (const key of known) {
      assert.ok(recogniseKey(`any/prefix/${key}`, sources) !== undefined, key);
      for (const other of [`${key}/x`, `${key}\n`, `${key}\u0000`])
        assert.equal(recogniseKey(other, sources)?.source.id, undefined, JSON.stringify(other));
    }
  });

  it("row 39: an event of another account than the key's is loaded and tagged, and says both accounts", async () => {
    const loader = new InputLoader();
    const spoofed = cloudTrailEvent(2, { recipientAccountId: "444455556666" });
    await loader.load(cloudTrailKey, JSON.stringify({ Records: [cloudTrailEvent(1), spoofed] }));
    const tags = loader.documents.map(({ document }) => document.tags);
    assert.deepEqual(tags, [undefined, ["account-mismatch"]]);
    const document = loader.documents[1]?.document as EcsDocument | undefined;
    assert.equal(document?.cloud?.account?.id, "444455556666");
    assert.deepEqual(document.log?.file, { path: `s3://archive/${cloudTrailKey}` });
  });

  it("row 39: a line that says no account has the key's, which the bucket's policy holds its senders to", async () => {
    const loader = new InputLoader();
    await loader.load(albKey, albLine(1));
    const document = loader.documents[0]?.document as EcsDocument | undefined;
    assert.deepEqual([document?.cloud?.account?.id, document?.tags], ["111122223333", undefined]);
  });
});
