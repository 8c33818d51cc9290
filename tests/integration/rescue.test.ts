import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { listDeadLetters, showDeadLetter } from "../../cli/rescue/dlq-look";
import { redriveDeadLetters } from "../../cli/rescue/dlq-redrive";
import { listRejected } from "../../cli/rescue/rejected-list";
import { type ReplayOptions, replayRejected } from "../../cli/rescue/rejected-replay";
import { showRejected } from "../../cli/rescue/rejected-show";
import { notificationOf } from "../../cli/rescue/s3-notification";
import { running } from "../cli/running";
import { RescueStage } from "./rescue-stage";

const siemCommand = join(__dirname, "../../cli/siem.mjs");
const index = "siem-test.json-2026-01";

/** A record whose address the index refuses as long as it insists on addresses. */
const bad = (n: number, text = "") => JSON.stringify({ n, time: "2026-01-02T03:00:00Z", ip: "no address", text });
const good = (n: number) => JSON.stringify({ n, time: "2026-01-02T03:00:00Z", ip: "192.0.2.1" });

interface ListedGroup {
  readonly kind: string;
  readonly source?: string;
  readonly index?: string;
  readonly status?: number;
  readonly reason: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

describe("what could not be loaded", function () {
  this.timeout(240_000);
  const stage = new RescueStage();
  const folder = mkdtempSync(join(tmpdir(), "siem-edited-"));

  before(() => stage.start());
  after(async () => {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await insistOnAddresses();
  });

  /** An index that takes no address that is none, nor one under `unmapped`, where the loader moves what is refused. */
  async function insistOnAddresses(): Promise<void> {
    await fetch(`${stage.openSearchUrl}/siem-*`, { method: "DELETE" });
    const properties = { source: { properties: { ip: { type: "ip" } } }, unmapped: { type: "ip" } };
    await stage.openSearch("PUT", index, { mappings: { dynamic: false, properties } });
  }

  /** The mapping is mended: from now on the index takes any address. */
  async function takeAnyAddress(): Promise<void> {
    await stage.openSearch("POST", `${index}/_close`);
    await stage.openSearch("PUT", `${index}/_settings`, { "index.mapping.ignore_malformed": true });
    await stage.openSearch("POST", `${index}/_open`);
    await stage.openSearch("GET", "_cluster/health/siem-*?wait_for_status=yellow");
  }

  async function listed(options = {}): Promise<ListedGroup[]> {
    const { code, out } = await running(() => listRejected({ ...stage.places, ...options, json: true }));
    assert.equal(code, 0);
    return (JSON.parse(out) as { groups: ListedGroup[] }).groups;
  }

  const total = async (): Promise<number> => (await listed()).reduce((sum, { count }) => sum + count, 0);

  const replay = (options: Partial<ReplayOptions> = {}) =>
    running(() => replayRejected({ ...stage.places, ...(options.fromArchive && { wait: "20" }), ...options }));

  async function deliver(key: string, body: string | Uint8Array): Promise<void> {
    await stage.put(key, body);
    assert.equal(await stage.load(), 0);
  }

  it("is listed, looked at, and loaded once the index takes it; nothing is lost or there twice on the way", async () => {
    await deliver("json/one.json", [good(1), bad(2), bad(3), good(4)].join("\n"));
    await deliver("json/two.json", [bad(5)].join("\n"));
    assert.deepEqual(await stage.numbers(), [1, 4]);
    const [group, ...others] = await listed();
    assert.deepEqual(others, []);
    assert.deepEqual(
      [group?.kind, group?.source, group?.index, group?.status, group?.count],
      ["rejected", "test-json", index, 400, 3],
    );
    assert.match(group?.reason ?? "", /failed to parse field \[source\.ip\]/);
    assert.ok(group !== undefined && group.first <= group.last);
    assert.equal((await listed({ key: "json/two" }))[0]?.count, 1);
    assert.deepEqual(await listed({ reason: "something else" }), []);
    assert.match(
      (await running(() => listRejected(stage.places))).out,
      /Rejected records: 3\n.*count.*\n +3 .*test-json/,
    );

    const dry = await replay({ dryRun: true });
    assert.equal(dry.code, 0);
    assert.match(dry.out, /would be sent again[\s\S]*Rejected records: 3[\s\S]*Nothing was changed/);
    const refused = await replay();
    assert.equal(refused.code, 1);
    assert.match(refused.out, /3 documents: 0 loaded, 0 were there already, 3 refused again\. .*siem rejected list/);
    assert.match(refused.err, /record 1: refused again: 400, mapper_parsing_exception/);
    const asShown = /400 +(mapper.*)$/m.exec((await running(() => listRejected(stage.places))).out)?.[1];
    assert.equal((await listed({ reason: asShown }))[0]?.count, 3, asShown);
    await assert.rejects(
      listed({ source: "aws-cloudtrial" }),
      /no log source "aws-cloudtrial" .* did you mean aws-cloudtrail\?/,
    );
    await assert.rejects(replay({ source: "aws-cloudtrial" }), /did you mean aws-cloudtrail\?/);
    await assert.rejects(replay({ wait: "5" }), /--wait goes with --from-archive only/);
    const [later] = await listed();
    assert.ok(later !== undefined && later.count === 3 && later.first > group.last);

    await takeAnyAddress();
    assert.match((await replay({ limit: "1", kind: "rejected" })).out, /1 document: 1 loaded/);
    assert.equal(await total(), 2);
    const loaded = await replay();
    assert.equal(loaded.code, 0, loaded.err);
    assert.match(loaded.out, /2 documents: 2 loaded/);
    assert.deepEqual(await stage.numbers(), [1, 2, 3, 4, 5]);
    assert.deepEqual(await stage.keys("rejected/"), []);
    assert.match((await running(() => listRejected(stage.places))).out, /Nothing is put aside/);
    assert.match((await replay()).out, /Nothing was replayed/);
  });

  it("leaves the list without being loaded twice when an earlier replay was killed before it said so", async () => {
    await deliver("json/killed.json", [bad(1), bad(2)].join("\n"));
    const { out } = await running(() => showRejected(undefined, { ...stage.places, raw: true }));
    const [first] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string; document: object });
    await takeAnyAddress();
    await stage.openSearch("PUT", `${index}/_create/${first?.id}`, first?.document);
    assert.match((await replay()).out, /2 documents: 1 loaded, 1 was there already, 0 refused/);
    assert.deepEqual(await stage.numbers(), [1, 2]);
    assert.equal(await total(), 0);
  });

  it("is all in the index or in the list when a replay is killed, and all in the index, once, after the next", async () => {
    const all = Array.from({ length: 30 }, (_, n) => n);
    await deliver("json/kill.json", all.map((n) => bad(n)).join("\n"));
    await takeAnyAddress();
    const { bucket, queue, endpoint } = stage.places;
    const places = ["--bucket", bucket, "--queue", queue, "--endpoint", endpoint];
    const siem = spawn(process.execPath, [siemCommand, "rejected", "replay", "--rate", "5", ...places]);
    const ended = once(siem, "exit");
    while ((await stage.numbers()).length < 5) await new Promise((resolve) => setTimeout(resolve, 50));
    siem.kill("SIGKILL");
    assert.deepEqual((await ended)[1], "SIGKILL");
    const [indexed, kept] = [await stage.numbers(), await total()];
    assert.ok(indexed.length < 30 && indexed.length + kept >= 30, `${indexed.length} indexed, ${kept} kept`);
    assert.match((await replay()).out, new RegExp(`${kept} documents: ${30 - indexed.length} loaded`));
    assert.deepEqual(await stage.numbers(), all);
    assert.equal(await total(), 0);
  });

  it("is there once when its object is delivered again, and gone from the list for good when it was loaded", async () => {
    await deliver("json/again.json", [bad(1), good(2)].join("\n"));
    const [key] = await stage.keys("rejected/");
    for (const _ of [1, 2]) {
      const { body } = await notification("json/again.json");
      await stage.sqs.send(body);
      await stage.load();
    }
    assert.deepEqual(await stage.keys("rejected/"), [key]);
    assert.equal(await total(), 1);
    await takeAnyAddress();
    assert.equal((await replay()).code, 0);
    await stage.sqs.send((await notification("json/again.json")).body);
    await stage.load();
    assert.equal(await total(), 0);
    assert.deepEqual(await stage.numbers(), [1, 2]);
  });

  async function notification(key: string) {
    const { SendMessageCommand } = await import("@aws-sdk/client-sqs");
    const { HeadObjectCommand } = await import("@aws-sdk/client-s3");
    const { ETag = "", VersionId } = await stage.s3.send(new HeadObjectCommand({ Bucket: stage.bucket, Key: key }));
    const object = { bucket: stage.bucket, key, versionId: VersionId, etag: ETag.replaceAll('"', "") };
    const MessageBody = notificationOf(object, "eu-west-1");
    return { body: new SendMessageCommand({ QueueUrl: stage.queueUrl, MessageBody }), text: MessageBody };
  }

  it("can be mended by hand, record by record", async () => {
    await deliver("json/edit.json", [bad(1), bad(2)].join("\n"));
    const { out } = await running(() => showRejected(undefined, { ...stage.places, raw: true }));
    const file = join(folder, "edited.ndjson");
    const lines = out.trim().split("\n");

    writeFileSync(file, `${lines[0]}\n{"index":\n`);
    await assert.rejects(replay({ file }), /edited\.ndjson, line 2: it is no JSON/);
    writeFileSync(file, lines.join("\n").replace(index, "opensearch_security"));
    await assert.rejects(replay({ file }), /line 1: index must be the name of one that starts with siem-/);
    for (const [member, value] of [
      ["index", "siem-other-2026-01"],
      ["id", "another"],
    ] as const) {
      const [first = "", second = ""] = lines;
      writeFileSync(file, `${first}\n${JSON.stringify({ ...(JSON.parse(second) as object), [member]: value })}\n`);
      await assert.rejects(replay({ file }), new RegExp(`line 2: ${member} is "${value}", but it is kept with "`));
      await assert.rejects(replay({ file, dryRun: true }), /edited\.ndjson, line 2: /);
    }
    writeFileSync(file, `${lines[0]?.replace('"ordinal":0', '"ordinal":9')}\n`);
    await assert.rejects(
      replay({ file }),
      /line 1: no record 9 is kept in rejected\/test-json\/.*, and its index has no /,
    );
    assert.deepEqual(await stage.numbers(), []);

    writeFileSync(file, lines.join("\n").replace('"ip":"no address"', '"ip":"192.0.2.9"'));
    const mended = await replay({ file });
    assert.equal(mended.code, 1);
    assert.match(mended.err, /edited\.ndjson, line 2: refused again: 400/);
    assert.match(mended.out, /2 documents: 1 loaded, 0 were there already, 1 refused again/);
    assert.deepEqual(await stage.numbers(), [1]);
    assert.equal(await total(), 1);
    await takeAnyAddress();
    const again = await replay({ file });
    assert.match(again.out, /2 documents: 1 loaded, 1 was there already, 0 refused again/);
    assert.deepEqual(await stage.numbers(), [1, 2]);
    assert.equal(await total(), 0);
  });

  it("is shown by id and by place, without what a terminal would obey", async () => {
    await deliver("json/shown.json", [good(1), bad(2, "\u001b[2Jgone\u202e\u009b")].join("\n"));
    const [key = ""] = await stage.keys("rejected/");
    const byKey = await running(() => showRejected(key, { ...stage.places, record: "1" }));
    assert.match(byKey.out, /refused {4}400, mapper_parsing_exception/);
    assert.match(byKey.out, /from {7}s3:\/\/siem-archive-example\/json\/shown\.json, version /);
    assert.match(byKey.out, /\\u001b\[2Jgone\\u202e\\u009b/);
    for (const obeyed of ["\u001b[2J", "\u202e", "\u009b"]) assert.ok(!byKey.out.includes(obeyed));
    const id = /, as (\S+)/.exec(byKey.out)?.[1];
    assert.equal((await running(() => showRejected(id, stage.places))).out, byKey.out);
    assert.equal((await running(() => showRejected(key, { ...stage.places, record: "0" }))).code, 1);
    await takeAnyAddress();
    await replay();
  });

  it("is mapped anew when its object is read again, and leaves the list when it is in the index", async () => {
    await deliver("json/anew.json", [bad(1), good(2)].join("\n"));
    const refused = replay({ fromArchive: true, kind: "rejected" });
    await untilNotified();
    await stage.load();
    const { code, out } = await refused;
    assert.match(out, /1 document: 0 loaded, 0 were there already, 1 refused again; 1 object was handed/);
    assert.equal(code, 1);

    await takeAnyAddress();
    const unread = await replay({ fromArchive: true, kind: "rejected", wait: "0" });
    assert.match(unread.out, /1 of them not loaded yet: they stay listed/);
    assert.equal(await total(), 1);
    const loaded = replay({ fromArchive: true, kind: "rejected" });
    await untilNotified(2);
    await stage.load();
    await stage.openSearch("POST", "siem-*/_refresh");
    assert.match((await loaded).out, /1 document: 1 loaded/);
    assert.equal(await total(), 0);
    assert.deepEqual(await stage.numbers(), [1, 2]);
  });

  async function untilNotified(count = 1): Promise<void> {
    while ((await stage.visible(stage.queueUrl)) < count) await new Promise((resolve) => setTimeout(resolve, 100));
  }

  it("is read again when a whole object was quarantined, and quarantined again if it is no better", async () => {
    const truncated = gzipSync([good(1), good(2)].join("\n")).subarray(0, 40);
    await deliver("json/111122223333/eu-west-1/truncated.gz", truncated);
    const before = await listed({ kind: "quarantined" });
    assert.equal(before[0]?.count, 1);
    assert.match(before[0]?.reason ?? "", /truncated gzip/);
    assert.match((await replay({ dryRun: true })).err, /truncated\.gz would be read again/);
    assert.equal(await stage.visible(stage.queueUrl), 0);

    const sent = await replay({ kind: "quarantined" });
    assert.equal(sent.code, 0, sent.err);
    assert.deepEqual(await listed(), []);
    await stage.load();
    const [after] = await listed();
    assert.ok(after !== undefined && after.first > String(before[0]?.first));

    const elsewhere = { bucket: "somebody-elses", key: "a", reason: "moved", time: "2026-01-02T03:00:00Z" };
    await stage.put("quarantine/elsewhere.json", `${JSON.stringify(elsewhere)}\n`);
    await stage.load();
    const foreign = await replay({ kind: "quarantined", reason: "moved" });
    assert.equal(foreign.code, 1);
    assert.match(foreign.err, /somebody-elses\/a is in none of the stage's buckets/);
    assert.equal(await stage.visible(stage.queueUrl), 0);
  });

  describe("in the dead-letter queue", () => {
    const options = (over = {}) => ({ ...stage.places, limit: "100", ...over });
    const redrive = (over = {}) => running(() => redriveDeadLetters({ ...stage.places, rate: "100", ...over }));

    it("is listed with the likely cause, stays there, and is sent again as it was chosen", async () => {
      await deliver("json/dead.json", good(7));
      const { text: there } = await notification("json/dead.json");
      const gone = notificationOf({ bucket: stage.bucket, key: "json/gone.json" }, "eu-west-1");
      await stage.bury(there, gone, '{"hello": "\u009bworld"}');

      const { out } = await running(() => listDeadLetters(options({ json: true })));
      const letters = JSON.parse(out) as { messageId: string; objects: string[]; likelyCause: string }[];
      const causeOf = (key: string) =>
        letters.find(({ objects }) => objects.some((url) => url.endsWith(key)))?.likelyCause;
      assert.equal(letters.length, 3);
      assert.match(causeOf("dead.json") ?? "", /the object is there/);
      assert.match(causeOf("gone.json") ?? "", /the object is gone/);
      const strange = letters.find(({ objects }) => objects.length === 0);
      assert.match(strange?.likelyCause ?? "", /does not understand it: neither an S3 notification/);
      assert.equal(await stage.visible(stage.deadLetterQueueUrl), 3);
      const shown = await running(() => showDeadLetter(String(strange?.messageId), options()));
      assert.match(shown.out, /"hello": "\\u009bworld"/);
      assert.equal((await running(() => showDeadLetter("none", options()))).code, 1);
      assert.match(
        (await running(() => listDeadLetters(options({ key: "json/dead" })))).out,
        /receives[\s\S]*dead\.json/,
      );

      const none = await redrive({ message: "nope" });
      assert.equal(none.code, 1);
      assert.match(none.err, /No message nope was seen in the dead-letter queue/);
      const dry = await redrive({ dryRun: true });
      assert.equal(dry.code, 1, "what the loader does not understand stays");
      assert.equal((await redrive({ dryRun: true, key: "json/dead" })).code, 0);
      assert.match(dry.out, /2 messages would be sent .* again; 1 left that the loader does not understand/);
      assert.deepEqual([await stage.visible(stage.deadLetterQueueUrl), await stage.visible(stage.queueUrl)], [3, 0]);
      const chosen = await redrive({ key: "json/dead" });
      assert.equal(chosen.code, 0);
      assert.match(chosen.out, /1 message was sent .* again; 2 left that the options do not select/);
      assert.deepEqual([await stage.visible(stage.deadLetterQueueUrl), await stage.visible(stage.queueUrl)], [2, 1]);
      assert.equal(await stage.load(), 0);
      assert.deepEqual(await stage.numbers(), [7]);
      assert.equal((await redrive()).code, 1);
      assert.equal(await stage.visible(stage.deadLetterQueueUrl), 1);
      assert.equal(await stage.load(), 0);
    });
  });
});
