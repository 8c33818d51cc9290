import { builtInRulesFolder } from "../components/detection/built-in-rules";
import { detectionRules } from "../components/detection/detection-rules";
import type { SiemArgs } from "../components/siem/args";
import type { Settings } from "../settings";

/** The rules of a stack; undefined where nothing detects. @throws SigmaError naming what is wrong in them, and where. */
export function siemDetection({ detection }: Pick<Settings, "detection">): SiemArgs["detection"] {
  if (!detection.enabled) return undefined;
  const rules = detectionRules([...(detection.builtInRules ? [builtInRulesFolder] : []), ...detection.rules]);
  return { settings: detection, rules };
}
