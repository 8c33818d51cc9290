import type { EcsDocument } from "../../shared/ecs";
import { type NamedNetwork, networkLookup } from "./networks";

/** The country of an address (ISO 3166-1 alpha-2), if it is known. */
export type CountryLookup = (address: string) => string | undefined;

export interface GeoOptions {
  /** Undefined if the database could not be loaded: documents are then tagged `geo-unavailable`. */
  readonly countries: CountryLookup | undefined;
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
export function geoEnricher({ countries, networks }: GeoOptions): (document: EcsDocument) => EcsDocument {
  const networkOf = networkLookup(networks);
  const remembered = new Map<string, Geo | undefined>();

  function geoOf(address: string): Geo | undefined {
    if (remembered.has(address)) return remembered.get(address);
    const network = networkOf(address);
    const country = network?.country ?? countryOf(address);
    const geo =
      network === undefined && country === undefined ? undefined : { country_iso_code: country, name: network?.name };
    if (remembered.size >= rememberedAddresses) remembered.clear();
    remembered.set(address, geo);
    return geo;
  }

  function countryOf(address: string): string | undefined {
    try {
      return countries?.(address);
    } catch {
      // A damaged database must not hold up the events.
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
    const enriched = { ...document };
    if (source !== undefined) enriched.source = withGeo(source);
    if (client !== undefined) enriched.client = withGeo(client);
    if (destination !== undefined) enriched.destination = withGeo(destination);
    if (countries === undefined) enriched.tags = [...(document.tags ?? []), unavailableTag];
    return enriched;
  };
}
