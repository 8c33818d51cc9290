import { dashboard } from "./dashboard";
import { guardDutyFindings } from "./index-patterns";
import { dashboardIds, dashboardTitle, navigation } from "./navigation";
import { panelsFor } from "./panels";
import type { SavedObject } from "./saved-objects";

const account = { field: "cloud.account.id", label: "Account" } as const;
const region = { field: "cloud.region", label: "Region" } as const;
const severity = { field: "aws.guardduty.severity_label", label: "Severity", size: 4 } as const;
const type = { field: "rule.name", label: "Type", size: 15 } as const;
const resource = { field: "aws.guardduty.resource_type", label: "Resource" } as const;
const accessKey = { field: "aws.guardduty.resource.access_key.access_key_id", label: "Access key" } as const;
const instance = { field: "cloud.instance.id", label: "Instance" } as const;
const bucket = { field: "aws.guardduty.resource.s3_buckets.name", label: "Bucket" } as const;

// Each update of a finding is an event of its own.
const findings = { kind: "distinct", field: "aws.guardduty.id", label: "Findings" } as const;
const last = { kind: "max", field: "@timestamp", label: "Last update" } as const;

/** What GuardDuty found, how bad it is, whom and what it concerns. */
export function guardDuty(): SavedObject[] {
  const id = dashboardIds.guardDuty;
  const { bars, controls, metric, pie, search, table, text, timeChart } = panelsFor({
    idPrefix: id,
    indexPattern: guardDutyFindings,
  });
  const ofSeverity = (title: string, label: string) =>
    metric({ title, query: `aws.guardduty.severity_label: ${label}` }, { ...findings, label: title });
  return dashboard({
    id,
    title: dashboardTitle(id),
    description: "GuardDuty findings by severity, type, account and resource",
    from: "now-7d",
    rows: [
      {
        height: 5,
        panels: [
          [text("Dashboards", navigation()), 12],
          [controls([account, region, severity, resource]), 36],
        ],
      },
      {
        height: 6,
        panels: [
          [metric({ title: "Findings" }, findings), 12],
          [ofSeverity("Critical", "critical"), 9],
          [ofSeverity("High", "high"), 9],
          [ofSeverity("Medium", "medium"), 9],
          [ofSeverity("Low", "low"), 9],
        ],
      },
      {
        height: 11,
        panels: [[timeChart({ title: "Findings and their updates over time, by severity" }, severity), 48]],
      },
      {
        height: 13,
        panels: [
          [bars({ title: "Types of findings" }, type, severity, findings), 24],
          [pie({ title: "Severities" }, severity, findings), 12],
          [pie({ title: "Kinds of resources" }, resource, findings), 12],
        ],
      },
      {
        height: 12,
        panels: [
          [bars({ title: "Tactics" }, { field: "threat.tactic.name", label: "Tactic" }, severity, findings), 16],
          [bars({ title: "Findings by account" }, account, severity, findings), 16],
          [
            bars(
              { title: "Countries of the other side" },
              { field: "source.geo.country_iso_code", label: "Country" },
              severity,
              findings,
            ),
            16,
          ],
        ],
      },
      {
        height: 13,
        panels: [
          [
            table(
              { title: "Identities concerned" },
              [
                { field: "aws.guardduty.resource.access_key.user_name", label: "Principal", size: 20 },
                { ...accessKey, size: 3, optional: true },
                { ...type, size: 5 },
              ],
              [findings, last],
            ),
            18,
          ],
          [
            table(
              { title: "Instances concerned" },
              [
                { ...instance, size: 20 },
                { ...type, size: 5 },
              ],
              [findings, last],
            ),
            15,
          ],
          [
            table(
              { title: "Buckets concerned" },
              [
                { ...bucket, size: 20 },
                { ...type, size: 5 },
              ],
              [findings, last],
            ),
            15,
          ],
        ],
      },
      {
        height: 12,
        panels: [
          [
            table(
              { title: "Addresses of the other side" },
              [
                { field: "source.ip", label: "Address", size: 20 },
                { field: "source.geo.country_iso_code", label: "Country", size: 1, optional: true },
                { ...type, size: 5 },
              ],
              [findings, last],
            ),
            48,
          ],
        ],
      },
      {
        height: 16,
        panels: [
          [
            search({ title: "GuardDuty findings" }, [
              "event.severity",
              "aws.guardduty.severity_label",
              "rule.name",
              "message",
              "cloud.account.id",
              "cloud.region",
              "source.ip",
            ]),
            48,
          ],
        ],
      },
    ],
  });
}
