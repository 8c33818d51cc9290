import type { DetectionRules } from "../loader/signals";

/** What a stack's detector is bundled with. */
export interface DetectorConfiguration {
  readonly detection: DetectionRules;
}
