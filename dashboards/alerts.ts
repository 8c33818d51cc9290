import { dashboard } from "./dashboard";
import { alerts, signals } from "./index-patterns";
import { dashboardIds, dashboardTitle, navigation } from "./navigation";
import { panelsFor } from "./panels";
import type { SavedObject } from "./saved-objects";

const level = { field: "siem.alert.level", label: "Level", size: 5 } as const;
const status = { field: "siem.alert.status", label: "Status", size: 4 } as const;
const account = { field: "siem.alert.entities.account", label: "Account" } as const;
const rule = { field: "rule.name", label: "Rule", size: 20 } as const;
const owner = { field: "siem.alert.owner", label: "Owner", size: 5, optional: true } as const;
// The licence of SigmaHQ's rules asks for both wherever a match is shown (DRL 1.1).
const author = { field: "rule.author", label: "Author", size: 2, optional: true } as const;
const ruleId = { field: "rule.id", label: "Rule id", size: 1 } as const;

const last = { kind: "max", field: "siem.alert.last_seen", label: "Last seen" } as const;
const count = { kind: "count", label: "Alerts" } as const;

/** What rules and correlations raised: what is open, since when, by which rule of whom, and the signals behind it. */
export function alertsDashboard(): SavedObject[] {
  const id = dashboardIds.alerts;
  const ofAlerts = panelsFor({ idPrefix: id, indexPattern: alerts });
  const ofSignals = panelsFor({ idPrefix: `${id}-of`, indexPattern: signals });
  const { bars, controls, metric, pie, search, table, text, timeChart } = ofAlerts;
  const open = (title: string, levels: string) =>
    metric({ title, query: `siem.alert.status: open and siem.alert.level: ${levels}` }, { ...count, label: title });
  return dashboard({
    id,
    title: dashboardTitle(id),
    description: "Alerts of detection rules by status, level, rule and account, and their signals",
    from: "now-7d",
    rows: [
      {
        height: 5,
        panels: [
          [text("Dashboards", navigation()), 12],
          [controls([account, level, status, rule]), 36],
        ],
      },
      {
        height: 6,
        panels: [
          [metric({ title: "Alerts" }, count), 12],
          [open("Open: critical", "critical"), 9],
          [open("Open: high", "high"), 9],
          [open("Open: medium", "medium"), 9],
          [open("Open: low", "low"), 9],
        ],
      },
      { height: 11, panels: [[timeChart({ title: "Alerts by when they were opened" }, level), 48]] },
      {
        height: 13,
        panels: [
          [bars({ title: "Rules" }, { ...rule, size: 15 }, level, count), 24],
          [pie({ title: "What became of them" }, status, count), 12],
          [bars({ title: "Tactics" }, { field: "threat.tactic.name", label: "Tactic" }, level, count), 12],
        ],
      },
      {
        height: 14,
        panels: [
          [table({ title: "Rules, and who wrote them" }, [rule, author, ruleId, status, owner], [count, last]), 48],
        ],
      },
      {
        height: 16,
        panels: [
          [
            search({ title: "All alerts" }, [
              "siem.alert.level",
              "siem.alert.status",
              "rule.name",
              "siem.alert.key",
              "siem.alert.count",
              "siem.alert.last_seen",
              "siem.alert.owner",
              "rule.author",
              "rule.id",
              "siem.alert.id",
            ]),
            48,
          ],
        ],
      },
      {
        height: 16,
        panels: [
          [
            ofSignals.search({ title: "All signals" }, [
              "siem.signal.level",
              "rule.name",
              "event.action",
              "user.name",
              "source.ip",
              "cloud.account.id",
              "siem.signal.source.index",
              "siem.signal.source.id",
              "rule.author",
              "rule.id",
              "siem.signal.alert.id",
            ]),
            48,
          ],
        ],
      },
    ],
  });
}
