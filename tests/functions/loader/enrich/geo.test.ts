import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCountryDatabase } from "../../../../functions/loader/enrich/country-database";
import { geoEnricher } from "../../../../functions/loader/enrich/geo";
import { networkLookup } from "../../../../functions/loader/enrich/networks";

const countries = new Map([
  ["192.0.2.1", "FR"],
  ["8.8.8.8", "US"],
]);
const lookup = (address: string) => countries.get(address);
const networks = [
  { cidr: "192.0.2.0/24", name: "Example Corp office", country: "DE" },
  { cidr: "192.0.2.128/25", name: "Example Corp guests", country: "DE" },
  { cidr: "10.0.0.0/8", name: "VPC" },
  { cidr: "2001:db8::/32", name: "Lab", country: "NL" },
];

describe("enriching with countries", () => {
  const enrich = geoEnricher({ countries: lookup, networks });

  it("adds the country of source, client and destination", () => {
    const document = enrich({
      source: { ip: "8.8.8.8", port: 53 },
      client: { ip: "8.8.8.8" },
      destination: { ip: "8.8.8.8" },
    });
    const geo = { country_iso_code: "US", name: undefined };
    assert.deepEqual(document, {
      source: { ip: "8.8.8.8", port: 53, geo },
      client: { ip: "8.8.8.8", geo },
      destination: { ip: "8.8.8.8", geo },
    });
  });

  it("prefers the operator's networks to the database, the narrowest first", () => {
    assert.deepEqual(enrich({ source: { ip: "192.0.2.1" } }).source?.geo, {
      country_iso_code: "DE",
      name: "Example Corp office",
    });
    assert.equal(enrich({ source: { ip: "192.0.2.200" } }).source?.geo?.name, "Example Corp guests");
    assert.equal(enrich({ source: { ip: "2001:db8::7" } }).source?.geo?.name, "Lab");
  });

  it("names a network without a country, and says nothing where nothing is known", () => {
    assert.deepEqual(enrich({ source: { ip: "10.1.2.3" } }).source?.geo, { country_iso_code: undefined, name: "VPC" });
    assert.deepEqual(enrich({ source: { ip: "203.0.113.9" } }), { source: { ip: "203.0.113.9" } });
  });

  it("keeps what the mapper says of the place", () => {
    const document = enrich({ source: { ip: "8.8.8.8", geo: { country_iso_code: "CA", city_name: "Toronto" } } });
    assert.deepEqual(document.source?.geo, { country_iso_code: "CA", name: undefined, city_name: "Toronto" });
  });

  it("gives a document without addresses back as it is", () => {
    const document = { source: { port: 1 } };
    assert.equal(enrich(document), document);
  });

  it("goes on without a database, and tags documents that have an address", () => {
    const without = geoEnricher({ countries: undefined, networks });
    assert.deepEqual(without({ source: { ip: "8.8.8.8" }, tags: ["mine"] }).tags, ["mine", "geo-unavailable"]);
    assert.equal(without({ source: { ip: "192.0.2.1" } }).source?.geo?.country_iso_code, "DE");
    assert.deepEqual(without({ user: { name: "anna" } }), { user: { name: "anna" } });
  });

  it("goes on when the database fails at an address: tags each document with it, and tells of it once", () => {
    const told: unknown[] = [];
    const broken = geoEnricher({
      countries: (address) => {
        if (address === "8.8.8.8") throw new RangeError("damaged");
        return "FR";
      },
      networks: [],
      onFailure: (error) => told.push(error),
    });
    for (let turn = 0; turn < 2; turn += 1) {
      assert.deepEqual(broken({ source: { ip: "8.8.8.8" } }), {
        source: { ip: "8.8.8.8" },
        tags: ["geo-unavailable"],
      });
    }
    assert.deepEqual(told.map(String), ["RangeError: damaged"]);
    const { source, tags } = broken({ source: { ip: "203.0.113.1" } });
    assert.deepEqual([source?.geo?.country_iso_code, tags], ["FR", undefined]);
  });

  it("remembers addresses without growing for ever", () => {
    let asked = 0;
    const counting = geoEnricher({
      countries: () => {
        asked += 1;
        return "US";
      },
      networks: [],
    });
    for (let turn = 0; turn < 3; turn += 1) counting({ source: { ip: "8.8.8.8" } });
    assert.equal(asked, 1);
    for (let n = 0; n < 50_001; n += 1) counting({ source: { ip: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` } });
    counting({ source: { ip: "8.8.8.8" } });
    assert.equal(asked, 50_003);
  });
});

describe("the operator's networks", () => {
  it("hold IPv4 addresses written as IPv6, and not what is no address", () => {
    const find = networkLookup(networks);
    assert.equal(find("::ffff:192.0.2.1")?.name, "Example Corp office");
    assert.equal(find("ec2.amazonaws.com"), undefined);
  });

  for (const cidr of ["192.0.2.0", "192.0.2.0/33", "office", ""]) {
    it(`cannot be ${JSON.stringify(cidr)}`, () => {
      assert.throws(() => networkLookup([{ cidr, name: "x" }]), /is no network: write an address and a prefix/);
    });
  }
});

describe("the country database", () => {
  const path = require.resolve("@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb");

  it("knows the country of public addresses, IPv4 and IPv6, and none of others", () => {
    const countryOf = openCountryDatabase(path);
    assert.equal(countryOf("8.8.8.8"), "US");
    assert.equal(countryOf("2001:4860:4860::8888"), "US");
    assert.equal(countryOf("10.0.0.1"), undefined);
  });

  it("cannot be opened if it is missing or damaged", () => {
    const folder = mkdtempSync(join(tmpdir(), "siem-"));
    try {
      const damaged = join(folder, "country.mmdb");
      assert.throws(() => openCountryDatabase(damaged), /ENOENT/);
      writeFileSync(damaged, "not a database");
      assert.throws(() => openCountryDatabase(damaged));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
