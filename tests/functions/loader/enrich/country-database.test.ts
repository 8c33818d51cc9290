import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countryDatabasePath, openCountryDatabase } from "../../../../functions/loader/enrich/country-database";

describe("the country database", () => {
  const folder = mkdtempSync(join(tmpdir(), "siem-countries-"));
  const code = join(folder, "code");
  const mounted = join(folder, "mounted");
  before(() => {
    for (const each of [code, mounted]) mkdirSync(each);
    writeFileSync(join(code, "country.mmdb"), "bundled");
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is that of the code without a file system (siem:modelStorage)", () => {
    assert.equal(countryDatabasePath(code, undefined), join(code, "country.mmdb"));
  });

  it("is that of the code as long as nobody has put one into the file system, and that one from then on", () => {
    assert.equal(countryDatabasePath(code, mounted), join(code, "country.mmdb"));
    writeFileSync(join(mounted, "country.mmdb"), "own");
    assert.equal(countryDatabasePath(code, mounted), join(mounted, "country.mmdb"));
  });

  it("that is damaged is refused, and one that is sound tells countries", () => {
    assert.throws(() => openCountryDatabase(join(code, "country.mmdb")));
    const bundled = "node_modules/@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb";
    assert.match(openCountryDatabase(bundled)("8.8.8.8") ?? "", /^[A-Z]{2}$/);
  });
});
