import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

const fileName = "country.mmdb";

/**
 * The country database of the stack's own file system, where somebody has put one, else the one that comes with the code.
 * @param dataFolder where that file system is mounted (`/mnt/siem`), if there is one.
 */
export function countryDatabasePath(codeFolder: string, dataFolder: string | undefined): string {
  const own = join(dataFolder ?? codeFolder, fileName);
  return existsSync(own) ? own : join(codeFolder, fileName);
}
