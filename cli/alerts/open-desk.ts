import type { PlaceOptions } from "../rescue/places";
import { StageAccess } from "../rescue/stage-access";
import { AlertDesk } from "./desk";

/** Has something done with the alerts of the stage that the options name. */
export async function atDesk<Result>(
  options: PlaceOptions,
  work: (desk: AlertDesk) => Promise<Result>,
): Promise<Result> {
  const stage = await StageAccess.open(options);
  try {
    return await work(new AlertDesk(await stage.cluster(), await stage.alertTable()));
  } finally {
    stage.close();
  }
}
