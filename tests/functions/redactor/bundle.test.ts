import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../../components/lambda/bundle";

const accessPointArn = "arn:aws:s3-object-lambda:eu-west-1:111122223333:accesspoint/masked";

describe("the redactor's bundle, as it is deployed", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-redactor-"));
    const values = { redaction: { kinds: ["ip"], keepNetworks: [] } };
    const { zipPath } = bundleFunction("redactor", { values });
    writeFileSync(join(folder, "index.js"), unzipSync(readFileSync(zipPath))["index.js"] ?? new Uint8Array());
  });
  after(() => rmSync(folder, { recursive: true }));

  /** What the handler gives back, as Lambda runs it. */
  const invoke = (event: object, environment: Readonly<Record<string, string>>): unknown => {
    const script = `
      const context = { functionName: "f", awsRequestId: "1", getRemainingTimeInMillis: () => 60000 };
      require("./index.js").handler(${JSON.stringify(event)}, context).then(
        (result) => console.log("\\n" + JSON.stringify(result)),
        (error) => console.log("\\n" + JSON.stringify(error.message)));`;
    const env = { PATH: process.env.PATH ?? "", AWS_REGION: "eu-west-1", ...environment };
    const output = execFileSync(process.execPath, ["-e", script], {
      ...{ cwd: folder, encoding: "utf8", env },
      // Node warns of its own age.
      stdio: ["ignore", "pipe", "ignore"],
    });
    return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "");
  };
  const head = (arn: string) => ({
    headObjectContext: { inputS3Url: "https://example.com/k" },
    configuration: { accessPointArn: arn },
    userRequest: { url: "https://x/k", headers: {} },
  });

  it("answers requests of its own access point, and reads nothing but S3", () => {
    const environment = { ACCESS_POINT_ARN: accessPointArn };
    assert.deepEqual(invoke(head(`${accessPointArn}-2`), environment), {
      statusCode: 403,
      errorCode: "AccessDenied",
      errorMessage: "This function answers GetObject and HeadObject of its own access point only",
    });
    assert.deepEqual(invoke(head(accessPointArn), environment), {
      statusCode: 403,
      errorCode: "AccessDenied",
      errorMessage: "This function reads objects from S3 only",
    });
  });

  it("says what is missing in its environment", () => {
    assert.equal(invoke(head(accessPointArn), {}), "ACCESS_POINT_ARN must be set");
  });
});
