import type { OrganizationService } from "./organization";

/** Pattern of events, in the spelling of EventBridge. */
interface EventPattern {
  readonly source: readonly string[];
  readonly "detail-type": readonly string[];
  readonly detail?: object;
}

/** Events that say what a service found; without Security Hub, which has the findings of all. */
const ownEvents: Readonly<Partial<Record<OrganizationService, { readonly source: string; readonly type: string }>>> = {
  inspector: { source: "aws.inspector2", type: "Inspector2 Finding" },
  macie: { source: "aws.macie", type: "Macie Finding" },
  "access-analyzer": { source: "aws.access-analyzer", type: "Access Analyzer Finding" },
};

/**
 * What is to be forwarded from which region, so that each finding comes once: those of Security Hub from the region that
 * it gathers them in, but for GuardDuty's, which are exported to the archive; or else those of each service from each region.
 */
export function findingPatterns(
  services: readonly OrganizationService[],
  regions: readonly [home: string, ...others: string[]],
): (readonly [region: string, EventPattern])[] {
  if (services.includes("security-hub")) {
    const pattern = { source: ["aws.securityhub"], "detail-type": ["Security Hub Findings - Imported"] };
    const others = { detail: { findings: { ProductName: [{ "anything-but": ["GuardDuty"] }] } } };
    return [[regions[0], services.includes("guardduty") ? { ...pattern, ...others } : pattern]];
  }
  const events = services.flatMap((service) => ownEvents[service] ?? []);
  if (events.length === 0) return [];
  const pattern = { source: events.map(({ source }) => source), "detail-type": events.map(({ type }) => type) };
  return regions.map((region) => [region, pattern]);
}
