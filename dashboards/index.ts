import { cloudTrail } from "./cloudtrail";
import { guardDuty } from "./guardduty";
import { allEvents, cloudTrailEvents, guardDutyFindings } from "./index-patterns";
import { overview } from "./overview";
import type { SavedObject } from "./saved-objects";

/** All index patterns, panels and dashboards, referenced ones first. */
export function allSavedObjects(): SavedObject[] {
  return [allEvents, cloudTrailEvents, guardDutyFindings, ...overview(), ...cloudTrail(), ...guardDuty()];
}
