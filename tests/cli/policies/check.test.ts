import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = join(__dirname, "../../../cli/siem.mjs");
const queueGraph = (inputs: object) =>
  JSON.stringify([
    { type: "aws:sqs/queue:Queue", name: "q", urn: "urn:pulumi:x::p::aws:sqs/queue:Queue::q", deps: [], inputs },
  ]);

describe("`siem policies`", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-policies-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const siem = (args: readonly string[], input = "", cwd = folder) =>
    spawnSync(process.execPath, [program, "policies", ...args], { cwd, input, encoding: "utf8" });

  it("exits with 1 on a mandatory violation of a graph, and says it", () => {
    const { status, stdout } = siem(["check", "--graph", "-"], queueGraph({}));
    assert.equal(status, 1);
    assert.match(stdout, /mandatory +sqs-encrypted: aws:sqs\/queue:Queue "q": names neither a KMS key nor SQS's own/);
  });

  it("exits with 0 where only advice is given, or what is wrong is exempt by the folder's siem-policies.yaml", () => {
    const inputs = {
      kmsMasterKeyId: "alias/own",
      redrivePolicy: '{"deadLetterTargetArn":"arn:x","maxReceiveCount":5}',
    };
    assert.equal(siem(["check", "--graph", "-"], queueGraph(inputs)).status, 0);
    writeFileSync(
      join(folder, "siem-policies.yaml"),
      "exemptions:\n  - {policies: [sqs-encrypted, sqs-dlq], resources: [q], reason: a test, owner: tests, expires: 2099-12-31}\n",
    );
    const { status, stdout } = siem(["check", "--graph", "-"], queueGraph({}));
    assert.equal(status, 0, stdout);
    assert.match(stdout, /exempt +sqs-encrypted: q, until 2099-12-31: a test/);
  });

  it("judges another program's graph without this project's exemptions, also in this project's folder", () => {
    const { stdout } = siem(["check", "--graph", "-"], queueGraph({}), join(__dirname, "../../.."));
    assert.match(stdout, /sqs-encrypted/);
    assert.doesNotMatch(stdout, /exemption/);
  });

  it("exits with 1 on a mandatory violation, though its reader has left", () => {
    const queues = JSON.stringify(
      Array.from({ length: 2_000 }, (_, index) => ({ type: "aws:sqs/queue:Queue", urn: `x::q${index}`, inputs: {} })),
    );
    const command = `"${process.execPath}" "${program}" policies check --graph - | head -1; echo "\${PIPESTATUS[0]}"`;
    const { stdout } = spawnSync("bash", ["-c", command], { cwd: folder, input: queues, encoding: "utf8" });
    assert.match(stdout, /on 2000 resources: 4000 mandatory violations.*\n1\n$/);
  });

  it("refuses a preset of which the configuration leaves no policy", () => {
    writeFileSync(join(folder, "narrow.yaml"), "select: {services: [sns]}\n");
    const { status, stderr } = siem(["check", "--graph", "-", "--config", "narrow.yaml", "--preset", "cis"], "[]");
    assert.equal(status, 1);
    assert.match(stderr, /--preset cis: no policy is left to run/);
  });

  it("names the file of a configuration that it refuses, without a stack trace", () => {
    const { status, stderr } = siem(["check", "--graph", "-", "--config", "missing.yaml"], "[]");
    assert.equal(status, 1);
    assert.match(stderr, /missing\.yaml: ENOENT/);
    assert.doesNotMatch(stderr, /\n +at /);
  });

  it("lists policies, and shows one with its code sample", () => {
    assert.match(siem(["list"]).stdout, /^sqs-dlq +mandatory +sqs +Every queue sends/m);
    assert.match(siem(["show", "sqs-dlq"]).stdout, /Fix: Set redrivePolicy[\s\S]*new aws\.sqs\.Queue/);
    assert.match(siem(["show", "sqs-dql"]).stderr, /There is no policy sqs-dql; did you mean sqs-dlq\?/);
  });
});
