import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { readParquet } from "../../../../functions/loader/formats/parquet";
import { Interruption } from "../../../../functions/loader/interruption";
import { ObjectError } from "../../../../functions/shared/errors";
import { body, collect, normalise } from "../support";

const file = readFileSync(
  resolve(__dirname, "../../../../sources/aws-vpc-flow/samples/parquet-in-hourly-hive-partitions.input.log.parquet"),
);

describe("reading Parquet", () => {
  it("gives a row as an object by column name, whole numbers as numbers, without nulls", async () => {
    const rows = (await collect(readParquet(body(file, 1_000)))).flat();
    assert.ok(rows.length > 1);
    assert.deepEqual(
      rows.map(({ offset }) => offset),
      rows.map((_, index) => index),
    );
    for (const { value } of rows) {
      const row = value as Record<string, unknown>;
      assert.equal(typeof row.version, "number");
      assert.equal(typeof row.interface_id, "string");
      for (const member of Object.values(row)) {
        assert.ok(member !== null && member !== undefined && typeof member !== "bigint");
      }
    }
  });

  it("refuses a damaged file, and says from which row", async () => {
    const damaged = Buffer.from(file);
    damaged.fill(0xff, 10, 200);
    for (const content of [damaged, file.subarray(0, 1_000), Buffer.from("PAR1PAR1")]) {
      await assert.rejects(collect(readParquet(body(content, 1_000))), (error) => {
        assert.ok(error instanceof ObjectError);
        assert.match(error.message, /^damaged Parquet file: .*, from row 0$/s);
        return true;
      });
    }
  });

  it("stops where it is interrupted, also where a file gives no rows for long", async () => {
    const interruption = new Interruption();
    let asked = 0;
    const interrupt = () => {
      asked += 1;
      return asked > 2 ? interruption : undefined;
    };
    await assert.rejects(collect(readParquet(body(file, 1_000), interrupt)), interruption);
  });

  it("of no source gives one document that says so", async () => {
    const { documents, summary } = await normalise(file, { size: file.length });
    assert.equal(summary.outcome, "unrecognised");
    assert.equal(documents.length, 1);
    assert.match(documents[0]?.document.event?.original ?? "", /^PAR1/);
  });

  it("is found inside gzip, and recognised by its rows", async () => {
    const source = {
      id: "test-rows",
      title: "Rows",
      documentation: "https://example.com",
      module: "test",
      dataset: "test.rows",
      indexPeriod: "day",
      delivery: "By hand.",
      format: "lines",
      keys: [],
      recognises: (value: unknown) => typeof value === "object" && value !== null && "interface_id" in value,
      open: () => () => ({ kind: "event", document: {} }) as const,
      fields: {},
    } as const;
    const { documents, summary } = await normalise(gzipSync(file), { sources: [source], chunkBytes: 500 });
    assert.equal(summary.source, "test-rows");
    assert.deepEqual(
      documents.map(({ offset }) => offset),
      documents.map((_, row) => row),
    );
  });
});
