import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Logger } from "@aws-lambda-powertools/logger";
import { loggerLog } from "../../functions/loader/adapters/logger-log";
import { openCountryDatabase } from "../../functions/loader/enrich/country-database";
import { geoEnricher } from "../../functions/loader/enrich/geo";
import type { EcsDocument } from "../../functions/shared/ecs";
import { html } from "../../local/demo/report/html";
import { acting, hostile } from "./hostile-text";
import { albKey, albLine, InputLoader } from "./input-loader";

/** The lines that the loader writes about an object of this key. */
async function written(key: string): Promise<string[]> {
  const lines: string[] = [];
  const logger = new Logger({ serviceName: "siem-loader" });
  const write = (line: string) => lines.push(line);
  Reflect.set(logger, "console", { info: write, warn: write, error: write });
  await new InputLoader({}, { log: loggerLog(logger) }).load(key, `${hostile}\n`);
  return lines;
}

describe("faults in what is shown of logs", () => {
  for (const [what, key] of [
    ["line ends, escape sequences and marks of direction", hostile],
    ["as many characters as a key may have", "\u202e".repeat(341)],
  ] as const) {
    it(`row 36: a key of ${what} makes one line of JSON, which no terminal acts on`, async () => {
      const [line = "", ...others] = await written(key);
      assert.deepEqual(others, []);
      assert.doesNotMatch(line, acting);
      const { key: said, level, message } = JSON.parse(line) as Record<string, string>;
      assert.deepEqual([level, message], ["INFO", "object accounted"]);
      assert.equal(
        said,
        key.replace(
          /[\u009b\u2028\u202e\u2066\ufeff]/g,
          (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
        ),
      );
    });
  }

  it("row 36: values are cut, whatever they are in, and the content of an object is not among them", async () => {
    const lines: string[] = [];
    const write = (_: string, values: object) => lines.push(JSON.stringify(values));
    const log = loggerLog({ info: write, warn: write, error: write });
    log.error("m", { reason: "r".repeat(100_000), place: { field: "f".repeat(100_000), list: ["l".repeat(100_000)] } });
    assert.ok((lines[0]?.length ?? 0) < 7_000, `${lines[0]?.length} characters`);
    for (const line of await written("some/key")) assert.doesNotMatch(line, /evil/);
  });

  it("row 37: a formula and a script are stored as they are, and shown as text in the report", async () => {
    const agent = `=cmd|'/c calc'!A1 <script>alert(1)</script>`;
    const loader = new InputLoader();
    await loader.load(albKey, albLine(1, "/", agent));
    const document = loader.documents[0]?.document as EcsDocument;
    assert.equal(document.user_agent?.original, agent);
    const shown = String(html`<td>${agent}</td>`.text);
    assert.equal(shown, "<td>=cmd|&#39;/c calc&#39;!A1 &lt;script&gt;alert(1)&lt;/script&gt;</td>");
  });

  const folder = mkdtempSync(join(tmpdir(), "siem-countries-"));
  after(() => rmSync(folder, { recursive: true }));
  const shipped = join(
    __dirname,
    "../../node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb",
  );
  for (const [what, content] of [
    ["missing", undefined],
    ["empty", Buffer.alloc(0)],
    ["cut in its middle", () => readFileSync(shipped).subarray(0, 2_000_000)],
    ["another file", Buffer.from("no database at all")],
  ] as const) {
    it(`row 41: a country database that is ${what} cannot be opened, which says why`, () => {
      const path = join(folder, "country.mmdb");
      rmSync(path, { force: true });
      if (content !== undefined) writeFileSync(path, typeof content === "function" ? content() : content);
      assert.throws(() => openCountryDatabase(path), Error);
    });
  }

  it("row 41: without a country database everything is loaded, and tagged", async () => {
    const loader = new InputLoader({ enrich: geoEnricher({ countries: undefined, networks: [] }) });
    await loader.load(albKey, albLine(1));
    assert.deepEqual([loader.accounted.indexed, loader.accounted.pipelineErrors], [1, 0]);
    assert.deepEqual(loader.documents[0]?.document.tags, ["geo-unavailable"]);
  });

  it("row 41: with bytes of the database overwritten everything is loaded, and no country is more than two letters", async () => {
    const bytes = readFileSync(shipped);
    for (let at = 1_000; at < bytes.length - 200_000; at += 97) bytes[at] = (at * 31) & 0xff;
    const path = join(folder, "overwritten.mmdb");
    writeFileSync(path, bytes);
    const failures: unknown[] = [];
    const countries = openCountryDatabase(path);
    const loader = new InputLoader({
      enrich: geoEnricher({ countries, networks: [], onFailure: (error) => failures.push(error) }),
    });
    const lines = Array.from({ length: 2_000 }, (_, n) =>
      albLine(n).replace("203.0.113.12", `${(n % 220) + 1}.${n % 256}.${(n * 7) % 256}.9`),
    );
    await loader.load(albKey, lines.join(""));
    assert.deepEqual([loader.accounted.indexed, loader.accounted.pipelineErrors], [2_000, 0]);
    const tagged = loader.documents.filter(({ document }) => document.tags !== undefined);
    assert.ok(tagged.length > 0, "none of the lookups failed");
    assert.equal(failures.length, 1);
    for (const { document } of loader.documents) {
      const { source } = document as EcsDocument;
      assert.match(source?.geo?.country_iso_code ?? "XX", /^.{2}$/su);
    }
  });

  it("row 42: a log of no known type is shown in an index of its own, and counted", async () => {
    const loader = new InputLoader();
    await loader.load("any/key.log", "what is this?\n".repeat(1_000));
    assert.deepEqual(loader.metrics.counts.ObjectsUnrecognised, 1);
    assert.equal(loader.documents.length, 1);
    assert.match(loader.documents[0]?.index ?? "", /^siem-unrecognised-/);
  });

  it("row 42: the configuration may leave it out, and it is counted all the same", async () => {
    const loader = new InputLoader({ rules: [{ prefix: "any/", exclude: true }] });
    await loader.load("any/key.log", "what is this?\n");
    assert.deepEqual([loader.accounted.dropped, loader.documents.length], [{ excluded: 1 }, 0]);
    assert.equal(loader.metrics.counts.RecordsDropped, 1);
  });

  it("row 42: in an envelope that is known, a record of no known type is a pipeline error, beside those that are known", async () => {
    const loader = new InputLoader();
    const known = albLine(1).trimEnd();
    const event = (id: string, message: string) => ({ id, timestamp: 1_767_322_800_000, message });
    const logEvents = [event("1", known), event("2", "what is this?")];
    await loader.load(
      "any/key",
      JSON.stringify({ messageType: "DATA_MESSAGE", owner: "111122223333", logGroup: "g", logStream: "s", logEvents }),
    );
    assert.deepEqual([loader.accounted.received, loader.accounted.indexed], [2, 2]);
  });
});
