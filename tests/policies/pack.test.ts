import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { policies } from "../../policies/registry.generated";

// How the engine stands for a text that is unknown during a preview.
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const bucketUrn = "urn:pulumi:dev::siem::aws:s3/bucket:Bucket::archive";

/** Talks to the pack as the Pulumi engine does: over the address that the pack prints. */
describe("the policy pack, served", function () {
  this.timeout(60_000);
  let pack: ChildProcess;
  let client: AnalyzerClient;

  before(async () => {
    const args = ["--import", "tsx", join(__dirname, "../../policies/index.ts")];
    pack = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const [port] = (await once(createInterface({ input: pack.stdout! }), "line")) as [string];
    client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
  });

  after(async () => {
    client.close();
    pack.kill();
    await once(pack, "exit");
  });

  const answer = <T>(call: (callback: (error: unknown, value?: T) => void) => void) =>
    new Promise<T>((resolve, reject) =>
      call((error, value) => (error || value === undefined ? reject(error) : resolve(value))),
    );

  const problems = (response: proto.AnalyzeResponse) =>
    response
      .getDiagnosticsList()
      .map((diagnostic) => `${diagnostic.getPolicyname()}: ${diagnostic.getMessage()} ${diagnostic.getUrn()}`);

  function analyze(type: string, inputs: Record<string, unknown>) {
    const request = new proto.AnalyzeRequest();
    request.setType(type);
    request.setName("it");
    request.setUrn("urn:it");
    request.setOptions(new proto.AnalyzerResourceOptions());
    request.setProperties(Struct.fromJavaScript(inputs as Parameters<typeof Struct.fromJavaScript>[0]));
    return answer<proto.AnalyzeResponse>((callback) => client.analyze(request, callback));
  }

  it("tells the engine about every policy, with its level and its fix", async () => {
    const info = await answer<proto.AnalyzerInfo>((callback) => client.getAnalyzerInfo(new Empty(), callback));
    assert.equal(info.getName(), "pulumi-aws-siem");
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      policies.map(({ id }) => id),
    );
    assert.ok(
      info.getPoliciesList().every((policy) => policy.getEnforcementlevel() === proto.EnforcementLevel.MANDATORY),
    );
  });

  it("refuses a resource before it is made", async () => {
    const response = await analyze("aws:sqs/queue:Queue", { name: "logs" });
    assert.match(problems(response).join("\n"), /^sqs-encrypted: .*names neither a KMS key/s);
  });

  it("lets a preview pass where what it depends on is unknown", async () => {
    const response = await analyze("aws:s3/bucketPolicy:BucketPolicy", { bucket: unknownText, policy: unknownText });
    assert.deepEqual(problems(response), []);
  });

  it("judges a stack by what its resources are made from, though names are unknown", async () => {
    const resource = (type: string, urn: string, props: Record<string, unknown>, bucketFrom?: string) => {
      const result = new proto.AnalyzerResource();
      result.setType(type);
      result.setName(urn.slice(urn.lastIndexOf(":") + 1));
      result.setUrn(urn);
      result.setOptions(new proto.AnalyzerResourceOptions());
      result.setProperties(Struct.fromJavaScript(props as Parameters<typeof Struct.fromJavaScript>[0]));
      if (bucketFrom !== undefined) {
        const urns = new proto.AnalyzerPropertyDependencies();
        urns.setUrnsList([bucketFrom]);
        result.getPropertydependenciesMap().set("bucket", urns);
      }
      return result;
    };
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList([
      resource("aws:s3/bucket:Bucket", bucketUrn, { id: unknownText, arn: unknownText }),
      resource(
        "aws:s3/bucketVersioning:BucketVersioning",
        "urn:versioning",
        { bucket: unknownText, versioningConfiguration: { status: "Suspended" } },
        bucketUrn,
      ),
    ]);
    const response = await answer<proto.AnalyzeResponse>((callback) => client.analyzeStack(request, callback));
    const found = problems(response);
    assert.ok(
      found.some(
        (line) =>
          /^s3-versioning: .*its BucketVersioning versioning is Suspended/s.test(line) && line.endsWith(bucketUrn),
      ),
      found.join("\n"),
    );
    assert.ok(found.some((line) => line.startsWith("s3-public-access-block: ")));
  });
});
