import { readFileSync } from "node:fs";
import { type CountryResponse, Reader } from "mmdb-lib";
import { asRecord } from "../../shared/values";
import type { CountryLookup } from "./geo";

/**
 * Loads a country database in MaxMind's format. Its rows may be MaxMind's own or those of the free databases on npm
 * (`@ip-location-db/*-country-mmdb`), which hold `country_code` alone.
 * @throws Error if the file is missing or damaged.
 */
export function openCountryDatabase(path: string): CountryLookup {
  const reader = new Reader<CountryResponse>(readFileSync(path));
  return (address) => {
    const row = asRecord(reader.get(address));
    const code = row?.country_code ?? asRecord(row?.country)?.iso_code;
    return typeof code === "string" && code.length === 2 ? code : undefined;
  };
}
