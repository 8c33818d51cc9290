import type { LogEvent } from "../event";
import { isoMillis, isoSeconds } from "../time";
import { HOME_REGION, type World } from "../world";
import type { Json } from "./cloudtrail";

/** One delivery of a finding; a finding that recurs is delivered again with a higher count. */
export interface Finding {
  readonly account: string;
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly severity: number;
  readonly resource: { readonly [name: string]: Json };
  readonly action: { readonly [name: string]: Json };
  readonly resourceRole: "TARGET" | "ACTOR";
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly created: number;
  readonly updated: number;
  readonly count: number;
}

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-summary.html */
export function findingEvent(world: World, finding: Finding): LogEvent {
  const record = {
    schemaVersion: "2.0",
    accountId: finding.account,
    region: HOME_REGION,
    partition: "aws",
    id: finding.id,
    arn: `arn:aws:guardduty:${HOME_REGION}:${finding.account}:detector/${world.detectorId}/finding/${finding.id}`,
    type: finding.type,
    resource: finding.resource,
    service: {
      serviceName: "guardduty",
      detectorId: world.detectorId,
      action: finding.action,
      resourceRole: finding.resourceRole,
      additionalInfo: { value: "{}", type: "default" },
      evidence: null,
      eventFirstSeen: isoSeconds(finding.firstSeen),
      eventLastSeen: isoSeconds(finding.lastSeen),
      archived: false,
      count: finding.count,
    },
    severity: finding.severity,
    createdAt: isoMillis(finding.created),
    updatedAt: isoMillis(finding.updated),
    title: finding.title,
    description: finding.description,
  };
  return {
    stream: world.guardDuty(finding.account),
    time: finding.updated,
    text: JSON.stringify(record),
    id: `${finding.id}-${isoMillis(finding.updated)}-${finding.count}`,
  };
}

/** The caller's address as findings describe it. */
export function remoteIpDetails(address: string, country: string, organization: string): Json {
  return {
    ipAddressV4: address,
    organization: { asn: "64496", asnOrg: organization, isp: organization, org: organization },
    country: { countryName: country },
    city: { cityName: "" },
    geoLocation: { lat: 52.37, lon: 4.9 },
  };
}
