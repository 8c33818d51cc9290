import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findPlaces, type Places } from "../../../cli/rescue/places";
import { StageAccess } from "../../../cli/rescue/stage-access";
import { ConfigurationError } from "../../../functions/shared/errors";
import { writeStageRecord } from "../../../local/stage-record";

const outputs = {
  archiveBucketName: "archive",
  accessLogBucketName: "access-logs",
  queueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/objects",
  deadLetterQueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters",
  searchEndpoint: "https://search.example.com",
  region: "eu-west-1",
};

describe("the place of a stage", () => {
  const { PATH } = process.env;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "siem-places-"));
  });
  afterEach(() => {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true, force: true });
  });

  /** A `pulumi` that writes this, and what it was asked, and ends so. */
  function pulumiSays(stdout: string, stderr = "", exitCode = 0): void {
    const script = [
      "#!/bin/sh",
      `echo "$@" > ${join(folder, "asked")}`,
      `cat <<'END'\n${stdout}\nEND`,
      `echo '${stderr}' >&2`,
      `exit ${exitCode}`,
    ];
    writeFileSync(join(folder, "pulumi"), script.join("\n"), { mode: 0o755 });
    process.env.PATH = `${folder}${delimiter}${String(PATH)}`;
  }

  it("is said by the outputs of its stack", async () => {
    pulumiSays(JSON.stringify(outputs));
    const { archiveBucketName, accessLogBucketName, ...others } = outputs;
    const expected = { ...others, archiveBucket: "archive", logBuckets: [archiveBucketName, accessLogBucketName] };
    assert.deepEqual(await findPlaces({ stack: "prod" }, folder), expected);
  });

  it("is said by single options, which go before the outputs", async () => {
    pulumiSays(JSON.stringify(outputs));
    const places = await findPlaces(
      { stack: "prod", endpoint: "https://tunnel.example.com", logBucket: ["more"] },
      folder,
    );
    assert.equal(places.searchEndpoint, "https://tunnel.example.com");
    assert.deepEqual(places.logBuckets, ["archive", "access-logs", "more"]);
    const { archiveBucket, queueUrl, logBuckets } = await findPlaces({ bucket: "mine" }, folder);
    assert.deepEqual([archiveBucket, queueUrl, logBuckets], ["mine", undefined, ["mine"]]);
  });

  it("is that of the running local stage where nothing is named, and never partly so", async () => {
    const ready = {
      awsEndpoint: "http://127.0.0.1:5000",
      openSearchUrl: "http://127.0.0.1:9200",
      domainEndpoint: "127.0.0.1:443",
      controlUrl: "http://127.0.0.1:1",
      region: "eu-west-1",
      pulumiFolder: folder,
      outputs,
    };
    writeStageRecord(folder, new Date(), ready);
    const places = await findPlaces({ logBucket: ["more"] }, folder);
    assert.equal(places.searchEndpoint, "http://127.0.0.1:9200");
    assert.equal(places.emulator, "http://127.0.0.1:5000");
    assert.deepEqual(places.logBuckets, ["archive", "access-logs", "more"]);
    assert.equal((await findPlaces({ bucket: "mine" }, folder)).emulator, undefined);
  });

  it("is that of the local stage by its name, too", async () => {
    await assert.rejects(findPlaces({ stage: "local" }, folder), /No local stage is running/);
  });

  const several = {
    production: { ...outputs, archiveBucketName: "archive-of-production" },
    staging: { ...outputs, archiveBucketName: "archive-of-staging" },
    notes: { text: "nothing of a SIEM" },
  };
  it("is one of a stack's SIEMs, by the output that has its parts", async () => {
    pulumiSays(JSON.stringify(several));
    for (const siem of ["production", "staging"]) {
      assert.equal((await findPlaces({ stage: "prod", siem }, folder)).archiveBucket, `archive-of-${siem}`);
    }
    pulumiSays(JSON.stringify({ ours: several.staging }));
    assert.equal((await findPlaces({ stack: "prod" }, folder)).archiveBucket, "archive-of-staging");
  });

  for (const [name, options, prepare, message] of [
    [
      "a stack has several SIEMs",
      { stage: "prod" },
      () => pulumiSays(JSON.stringify(several)),
      /^Stack prod has the SIEMs production, staging: say which one with --siem$/,
    ],
    [
      "a stack has other SIEMs",
      { stack: "prod", siem: "test" },
      () => pulumiSays(JSON.stringify(several)),
      /^Stack prod has no SIEM test; --siem may be production, staging$/,
    ],
    [
      "a stack has one only",
      { stack: "prod", siem: "test" },
      () => pulumiSays(JSON.stringify(outputs)),
      /^Stack prod has one SIEM, and none by the name test: leave --siem out$/,
    ],
    [
      "no stack is named",
      { siem: "test" },
      () => undefined,
      /^--siem names one of a stack's SIEMs: say which stack with --stage$/,
    ],
    [
      "the stage is unknown, by the option that named it",
      { stage: "nope" },
      () => pulumiSays("", "error: no stack named nope", 255),
      /^--stage nope cannot be read: error: no stack named nope$/,
    ],
    [
      "there is no pulumi command for a stage",
      { stage: "prod" },
      () => {
        process.env.PATH = folder;
      },
      /^--stage needs the pulumi command; without it name the parts/,
    ],
    ["no local stage runs", {}, () => undefined, /No local stage is running\. Start it with: npx siem up, or name/],
    [
      "the stack is unknown",
      { stack: "x" },
      () => pulumiSays("", "error: no stack named x", 255),
      /--stack x cannot be read: error: no stack named x/,
    ],
    ["the stack is not deployed", { stack: "x" }, () => pulumiSays("{}"), /Stack x has no outputs: it is not deployed/],
    [
      "there is no pulumi command",
      { stack: "x" },
      () => {
        process.env.PATH = folder;
      },
      /--stack needs the pulumi command; without it name the parts/,
    ],
  ] as const) {
    it(`is asked for where ${name}`, async () => {
      prepare();
      await assert.rejects(findPlaces(options, folder), (error) => {
        assert.ok(error instanceof ConfigurationError);
        assert.match(error.message, message);
        return true;
      });
    });
  }

  it("knows where the alerts of a collection are by the stack alone; those of a domain are there", async () => {
    const collection = "https://0123456789.eu-west-1.aoss.amazonaws.com";
    const tableOf = async (places: Partial<Places>) => {
      const stage = new StageAccess({ logBuckets: [], region: "eu-west-1", ...places });
      try {
        return (await stage.alertTable())?.tableName;
      } finally {
        stage.close();
      }
    };
    pulumiSays(JSON.stringify({ ...outputs, alertTableName: "alerts", searchEndpoint: collection }));
    assert.equal(await tableOf(await findPlaces({ stack: "prod" }, folder)), "alerts");
    assert.equal(await tableOf({ searchEndpoint: "https://localhost:8443", alertTable: "alerts" }), "alerts");
    assert.equal(await tableOf({ searchEndpoint: "https://search.example.com" }), undefined);
    await assert.rejects(tableOf({ searchEndpoint: collection }), /only the stack knows: name the stage with --stage/);
  });

  it("has the alerts' table of an emulator asked there", async () => {
    const stage = new StageAccess({
      logBuckets: [],
      region: "eu-west-1",
      alertTable: "alerts",
      emulator: "http://127.0.0.1:8444",
    });
    try {
      const { hostname, port } = (await (await stage.alertTable())!.client.config.endpoint?.()) ?? {};
      assert.deepEqual([hostname, port], ["127.0.0.1", 8444]);
    } finally {
      stage.close();
    }
  });

  it("names the option of a part that a command needs and nobody knows", async () => {
    const stage = new StageAccess({ logBuckets: [], region: "eu-west-1" });
    try {
      assert.throws(() => stage.files(), /the archive bucket is not known: give it with --bucket/);
      assert.throws(() => stage.queue(), /--queue/);
      assert.throws(() => stage.deadLetters(), /--dead-letter-queue/);
      await assert.rejects(stage.index(), /--endpoint/);
      const wrong = new StageAccess({ logBuckets: [], region: "eu-west-1", searchEndpoint: "search.example.com" });
      await assert.rejects(wrong.index(), /--endpoint is "search\.example\.com"; it must be a URL/);
    } finally {
      stage.close();
    }
  });
});
