import { atStage } from "../rescue/at-stage";
import type { PlaceOptions } from "../rescue/places";
import { AlertDesk } from "./desk";

/** Has something done with the alerts of the stage that the options name. */
export function atDesk<Result>(options: PlaceOptions, work: (desk: AlertDesk) => Promise<Result>): Promise<Result> {
  return atStage(options, async (stage) => work(new AlertDesk(await stage.cluster(), await stage.alertTable())));
}
