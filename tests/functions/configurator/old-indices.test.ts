import assert from "node:assert/strict";
import { outlived } from "../../../functions/configurator/old-indices";

describe("indices that have outlived their retention", () => {
  const now = new Date("2026-05-01T00:00:00Z");
  const rows: readonly [situation: string, index: string, isOld: boolean][] = [
    ["of a month whose last event is 30 days old", "siem-aws.cloudtrail-2026-03", true],
    ["of a month that still has younger events", "siem-aws.cloudtrail-2026-04", false],
    ["of a day that is 30 days old", "siem-aws.cloudtrail-2026-03-31", true],
    ["of a younger day", "siem-aws.cloudtrail-2026-04-01", false],
    ["of last December", "siem-aws.cloudtrail-2025-12", true],
    ["of a route", "siem-aws.vpcflow-noise-2026-01", true],
    ["without a time in its name", "siem-notes", false],
    ["of somebody else", "logs-2020-01", false],
    ["of Dashboards", ".kibana_1", false],
  ];
  for (const [situation, index, isOld] of rows) {
    it(`${isOld ? "are" : "are not"} one ${situation}`, () => {
      assert.deepEqual(outlived([index], 30, now), isOld ? [index] : []);
    });
  }
});
