import { resolve } from "node:path";
import { builtInRulesFolder, detectionRules } from "../components/detection/detection-rules";
import type { SiemArgs } from "../components/siem";
import type { Settings } from "../settings";

const projectFolder = resolve(__dirname, "..");

/** The rules of a stack; undefined where nothing detects. @throws SigmaError naming what is wrong in them, and where. */
export function siemDetection({ detection }: Pick<Settings, "detection">): SiemArgs["detection"] {
  if (!detection.enabled) return undefined;
  const own = detection.rules.map((path) => resolve(projectFolder, path));
  const rules = detectionRules([...(detection.builtInRules ? [builtInRulesFolder] : []), ...own]);
  return { settings: detection, rules };
}
