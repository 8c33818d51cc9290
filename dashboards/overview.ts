import { dashboard } from "./dashboard";
import { allEvents } from "./index-patterns";
import { dashboardIds, dashboardTitle, navigation } from "./navigation";
import { panelsFor } from "./panels";
import type { SavedObject } from "./saved-objects";

const source = { field: "event.dataset", label: "Source", size: 20 } as const;
const account = { field: "cloud.account.id", label: "Account", size: 20 } as const;
const region = { field: "cloud.region", label: "Region", size: 20 } as const;
const country = { field: "source.geo.country_iso_code", label: "Country" } as const;
const last = { kind: "max", field: "@timestamp", label: "Last event" } as const;

/** What arrives from where, whether it still does, and what deserves a look. */
export function overview(): SavedObject[] {
  const id = dashboardIds.overview;
  const { bars, controls, metric, pie, search, table, text, timeChart } = panelsFor({
    idPrefix: id,
    indexPattern: allEvents,
  });
  return dashboard({
    id,
    title: dashboardTitle(id),
    description: "All sources: volume, freshness, alerts, who and where from",
    from: "now-24h",
    rows: [
      {
        height: 5,
        panels: [
          [text("Dashboards", navigation()), 14],
          [controls([source, account, region]), 34],
        ],
      },
      {
        height: 6,
        panels: [
          [metric({ title: "Events" }), 10],
          [metric({ title: "Alerts", query: "event.kind: alert" }), 10],
          [metric({ title: "Sources" }, { kind: "distinct", field: source.field, label: "Sources" }), 9],
          [metric({ title: "Accounts" }, { kind: "distinct", field: account.field, label: "Accounts" }), 9],
          [metric({ title: "Unreadable records", query: "event.kind: pipeline_error" }), 10],
        ],
      },
      { height: 12, panels: [[timeChart({ title: "Events over time, by source" }, source), 48]] },
      {
        height: 12,
        panels: [
          [table({ title: "Sources and their last event" }, [source], [{ kind: "count" }, last]), 18],
          [bars({ title: "Events by account" }, account, source), 16],
          [pie({ title: "Events by region" }, region), 14],
        ],
      },
      {
        height: 13,
        panels: [
          [bars({ title: "Countries that requests come from" }, country, source), 16],
          [bars({ title: "Addresses that requests come from" }, { field: "source.ip", label: "Address" }, source), 16],
          [bars({ title: "Users" }, { field: "user.name", label: "User" }, source), 16],
        ],
      },
      {
        height: 12,
        panels: [
          [
            table({ title: "Alerts by rule", query: "event.kind: alert" }, [
              { field: "rule.name", label: "Rule", size: 20 },
              { field: "event.severity", label: "Severity", size: 3 },
              { field: account.field, label: "Account", size: 3 },
            ]),
            28,
          ],
          [timeChart({ title: "Refused or failed, by source", query: "event.outcome: failure" }, source), 20],
        ],
      },
      {
        height: 14,
        panels: [
          [
            search({ title: "Latest alerts of all sources", query: "event.kind: alert" }, [
              "event.dataset",
              "event.severity",
              "rule.name",
              "message",
              "cloud.account.id",
              "source.ip",
            ]),
            48,
          ],
        ],
      },
      {
        height: 10,
        panels: [
          [
            search(
              {
                title: "Records that could not be read in full",
                query:
                  'event.kind: pipeline_error or tags: ("timestamp-missing" or "timestamp-out-of-range" or "timestamp-zone-unknown")',
              },
              ["event.dataset", "error.message", "tags", "log.file.path", "log.offset"],
            ),
            48,
          ],
        ],
      },
    ],
  });
}
