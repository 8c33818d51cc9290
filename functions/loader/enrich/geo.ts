import type { EcsDocument } from "../../shared/ecs";
import { type NamedNetwork, networkLookup } from "./networks";

/** The country of an address (ISO 3166-1 alpha-2), if it is known. */
export type CountryLookup = (address: string) => string | undefined;

export interface GeoOptions {
  /** Undefined if the database could not be loaded: documents are then tagged `geo-unavailable`. */
  readonly countries: CountryLookup | undefined;
  /** Told of the first lookup that fails, as in a damaged database; each document it fails for is tagged as well. */
  readonly onFailure?: (error: unknown) => void;
  /** The operator's own networks; what they say wins over the database. */
  readonly networks: readonly NamedNetwork[];
}

interface Geo {
  readonly country_iso_code?: string | undefined;
  readonly name?: string | undefined;
}

/** Addresses repeat a lot within a function's life; so many are remembered. */
const rememberedAddresses = 50_000;
const unavailableTag = "geo-unavailable";

/**
 * Adds `geo.country_iso_code` and, for the operator's networks, `geo.name` to the source, client and destination of a
 * document, beside what a mapper has put there.
 */
export function geoEnricher({ countries, networks, onFailure }: GeoOptions): (document: EcsDocument) => EcsDocument {
  const networkOf = networkLookup(networks);
  const remembered = new Map<string, Geo | undefined>();
  let failures = 0;

  function geoOf(address: string): Geo | undefined {
    if (remembered.has(address)) return remembered.get(address);
    const network = networkOf(address);
    const earlierFailures = failures;
    const country = network?.country ?? countryOf(address);
    const geo =
      network === undefined && country === undefined ? undefined : { country_iso_code: country, name: network?.name };
    if (failures > earlierFailures) return geo;
    if (remembered.size >= rememberedAddresses) remembered.clear();
    remembered.set(address, geo);
    return geo;
  }

  function countryOf(address: string): string | undefined {
    try {
      return countries?.(address);
    } catch (error) {
      // A damaged database must not hold up the events.
      failures += 1;
      if (failures === 1) onFailure?.(error);
      return undefined;
    }
  }

  function withGeo<Side extends { ip?: string | undefined; geo?: Geo | undefined }>(
    side: Side | undefined,
  ): Side | undefined {
    if (side?.ip === undefined) return side;
    const geo = geoOf(side.ip);
    return geo === undefined ? side : { ...side, geo: { ...geo, ...side.geo } };
  }

  return (document) => {
    const { source, client, destination } = document;
    if (source?.ip === undefined && client?.ip === undefined && destination?.ip === undefined) return document;
    const earlierFailures = failures;
    const enriched = { ...document };
    if (source !== undefined) enriched.source = withGeo(source);
    if (client !== undefined) enriched.client = withGeo(client);
    if (destination !== undefined) enriched.destination = withGeo(destination);
    if (countries === undefined || failures > earlierFailures)
      enriched.tags = [...(document.tags ?? []), unavailableTag];
    return enriched;
  };
}
