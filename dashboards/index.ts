import { alertsDashboard } from "./alerts";
import { cloudTrail } from "./cloudtrail";
import { guardDuty } from "./guardduty";
import { alerts, allEvents, cloudTrailEvents, guardDutyFindings, signals } from "./index-patterns";
import { overview } from "./overview";
import type { SavedObject } from "./saved-objects";

/** All index patterns, panels and dashboards, referenced ones first. */
export function allSavedObjects(): SavedObject[] {
  const patterns = [allEvents, cloudTrailEvents, guardDutyFindings, alerts, signals];
  return [...patterns, ...overview(), ...alertsDashboard(), ...cloudTrail(), ...guardDuty()];
}
