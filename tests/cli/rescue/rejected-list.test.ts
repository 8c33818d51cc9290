import assert from "node:assert/strict";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";
import { listRejected } from "../../../cli/rescue/rejected-list";
import { ConfigurationError } from "../../../functions/shared/errors";
import { running } from "../running";
import { rejectedLineOf } from "./fakes";

describe("the list of what is put aside", () => {
  const stage = { bucket: "archive", region: "eu-west-1", kind: "rejected" };
  const mixed = "rejected/test-json/o-0.ndjson";
  let s3: AwsClientStub<S3Client>;
  before(() => {
    s3 = mockClient(S3Client);
    const files = {
      "rejected/x/y.ndjson": "<34>1 no record\n".repeat(78),
      [mixed]: `${rejectedLineOf(1)}\n{\n`,
    };
    s3.on(ListObjectsV2Command).resolves({ Contents: Object.keys(files).map((Key) => ({ Key })) });
    for (const [Key, body] of Object.entries(files)) {
      const Body = { transformToString: () => Promise.resolve(body) };
      s3.on(GetObjectCommand, { Key }).resolves({ Body } as object);
    }
  });
  after(() => s3.restore());

  it("has one line for each file with lines that cannot be read, and says what to do", async () => {
    const { code, out } = await running(() => listRejected(stage));
    assert.equal(code, 0);
    assert.match(out, /^Rejected records: 1$/m);
    assert.match(out, /^rejected\/x\/y\.ndjson: none of its 78 lines can be read; line 1: it is no JSON/m);
    assert.match(out, /^rejected\/test-json\/o-0\.ndjson: 1 of its 2 lines cannot be read; line 2: it is no JSON/m);
    assert.match(out, /deliver them under a key outside rejected\/ and quarantine\/\. Then remove .* s3:\/\/archive/);
    assert.equal(out.match(/be read/g)?.length, 3);
  });

  it("has none of a file that is of no object where objects are asked for by their keys", async () => {
    const { out } = await running(() => listRejected({ ...stage, key: "b/" }));
    assert.doesNotMatch(out, /y\.ndjson|cannot be read/);
  });

  it("counts them in JSON", async () => {
    const { out } = await running(() => listRejected({ ...stage, json: true }));
    const { unreadable } = JSON.parse(out) as {
      unreadable: { file: string; line: number; count: number; of: number }[];
    };
    assert.deepEqual(
      unreadable.map(({ file, line, count, of }) => [file, line, count, of]),
      [
        ["rejected/x/y.ndjson", 1, 78, 78],
        [mixed, 2, 1, 2],
      ],
    );
  });
});

describe("a bucket without its region", () => {
  const variables = {
    AWS_REGION: undefined,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
    AWS_ACCESS_KEY_ID: "example",
    AWS_SECRET_ACCESS_KEY: "example",
  };
  const set = (values: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  const original = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  before(() => set(variables));
  after(() => set(original));

  it("is refused, with the option that gives it", async () => {
    await assert.rejects(listRejected({ bucket: "nosuch" }), (error) => {
      assert.ok(error instanceof ConfigurationError, String(error));
      assert.equal(error.message, "No region is known: give --region, or set AWS_REGION");
      return true;
    });
  });
});
