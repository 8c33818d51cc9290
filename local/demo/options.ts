import { join } from "node:path";
import { wholeNumber } from "../../cli/whole-number";
import { projectFolder } from "../folders";
import { DEFAULT_EVENTS, MINIMUM_EVENTS } from "./generator";

/** As the command line gives them. */
export interface DemoOptions {
  /** Events to generate. Default 20,000. */
  readonly events?: string | number | undefined;
  /** Seed of the generated day. Default 1. */
  readonly seed?: string | number | undefined;
  /** Where to write the HTML report. Default `.local/demo-report.html` in the clone. */
  readonly report?: string | undefined;
  /** Leave the stage running until Ctrl-C. */
  readonly keep?: boolean | undefined;
}

export interface DemoSettings {
  readonly events: number;
  readonly seed: number;
  readonly reportFile: string;
  readonly keep: boolean;
}

export function readOptions(options: DemoOptions): DemoSettings {
  return {
    events: wholeNumber("--events", options.events ?? DEFAULT_EVENTS, MINIMUM_EVENTS),
    seed: wholeNumber("--seed", options.seed ?? 1),
    // Not in the state folder, which is emptied when the stage ends.
    reportFile: options.report ?? join(projectFolder, ".local", "demo-report.html"),
    keep: options.keep ?? false,
  };
}
