import type { Day } from "../day";
import { type LogEvent, planted } from "../event";
import type { Random } from "../random";
import { backdoorUse, commandAndControl, persistence, reconnaissance } from "./abuse";
import { collection } from "./collection";
import { entry } from "./entry";
import { finding } from "./finding";
import { exportObjects, type IntrusionPlan } from "./plan";

/** All records of the intrusion, in every log that saw it. The credentials' issue itself is the instance's normal life. */
export function intrusion(day: Day, seed: Random, plan: IntrusionPlan): LogEvent[] {
  const random = seed.fork("intrusion");
  return planted([
    ...entry(day, random, plan),
    ...reconnaissance(day, random, plan),
    ...commandAndControl(day, random, plan),
    ...persistence(day, random, plan),
    ...backdoorUse(day, random, plan),
    ...collection(day, random, plan, exportObjects(day, seed)),
    ...finding(day, plan),
  ]);
}
