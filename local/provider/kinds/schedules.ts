import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type ResourceKind, textOf } from "../kind";
import { writeStateFile } from "./functions";

function schedulePath(stateDir: string, name: string): string {
  return join(stateDir, "schedules", `${name}.json`);
}

/** moto starts nothing by a schedule: the local stage does, by the file that is left for it. */
const schedule: ResourceKind = {
  autoName: { property: "name", limit: 64 },
  replaceOn: ["name", "groupName"],
  async put(inputs, { aws }) {
    const name = textOf(inputs, "name");
    const { scheduleExpression, target, state = "ENABLED" } = inputs;
    writeStateFile(
      schedulePath(aws.settings.stateDir, name),
      JSON.stringify({ name, scheduleExpression, target, state }, undefined, 2),
    );
    return { id: `default/${name}`, outputs: { arn: await aws.arn("scheduler", `schedule/default/${name}`) } };
  },
  async read(id, _outputs, { settings }) {
    return existsSync(schedulePath(settings.stateDir, nameOf(id))) ? {} : undefined;
  },
  async remove(id, _outputs, { settings }) {
    rmSync(schedulePath(settings.stateDir, nameOf(id)), { force: true });
  },
};

function nameOf(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}

export const scheduleKinds: Readonly<Record<string, ResourceKind>> = {
  "aws:scheduler/schedule:Schedule": schedule,
};
