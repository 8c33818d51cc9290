import { dashboard } from "./dashboard";
import { cloudTrailEvents } from "./index-patterns";
import { dashboardIds, dashboardTitle, navigation } from "./navigation";
import { panelsFor } from "./panels";
import type { SavedObject } from "./saved-objects";

const account = { field: "cloud.account.id", label: "Account" } as const;
const region = { field: "cloud.region", label: "Region" } as const;
const user = { field: "user.name", label: "Principal" } as const;
const service = { field: "event.provider", label: "Service" } as const;
const api = { field: "event.action", label: "API" } as const;
const errorCode = { field: "error.code", label: "Error" } as const;
const address = { field: "source.ip", label: "Address" } as const;
const country = { field: "source.geo.country_iso_code", label: "Country" } as const;
const outcome = { field: "event.outcome", label: "Outcome", size: 3 } as const;
const identityType = { field: "aws.cloudtrail.user_identity.type", label: "Kind" } as const;

const changes = "aws.cloudtrail.read_only: false";
const denied =
  "error.code: (AccessDenied or AccessDeniedException or *UnauthorizedOperation or Client.UnauthorizedOperation)";
const identityChanges = `${changes} and event.provider: (iam.amazonaws.com or sts.amazonaws.com or sso*.amazonaws.com)`;

// What intruders do to stay unseen and to stay in.
const sensitive = [
  "event.action: (StopLogging or DeleteTrail or UpdateTrail or PutEventSelectors or DeleteDetector or DeleteFlowLogs)",
  "event.action: (CreateUser or CreateAccessKey or CreateLoginProfile or AttachUserPolicy or AttachRolePolicy)",
  "event.action: (PutBucketPolicy or DeleteBucketPolicy or AuthorizeSecurityGroupIngress or ModifySnapshotAttribute)",
].join(" or ");

/** What happened in the accounts: by principal, API, country and error. */
export function cloudTrail(): SavedObject[] {
  const id = dashboardIds.cloudTrail;
  const { bars, controls, metric, pie, search, table, text, timeChart } = panelsFor({
    idPrefix: id,
    indexPattern: cloudTrailEvents,
  });
  return dashboard({
    id,
    title: dashboardTitle(id),
    description: "API calls of all accounts by principal, API, country and error",
    from: "now-24h",
    rows: [
      {
        height: 5,
        panels: [
          [text("Dashboards", navigation()), 12],
          [controls([account, region, user, service]), 36],
        ],
      },
      {
        height: 6,
        panels: [
          [metric({ title: "Events" }), 8],
          [metric({ title: "Failed calls", query: "event.outcome: failure" }), 8],
          [
            metric(
              { title: "Principals" },
              { kind: "distinct", field: "aws.cloudtrail.user_identity.arn", label: "Principals" },
            ),
            8,
          ],
          [metric({ title: "Console sign-ins", query: "event.action: ConsoleLogin" }), 8],
          [metric({ title: "Calls by root", query: "aws.cloudtrail.user_identity.type: Root" }), 8],
          [
            metric({ title: "Access keys issued", query: "event.action: CreateAccessKey and event.outcome: success" }),
            8,
          ],
        ],
      },
      {
        height: 11,
        panels: [
          [timeChart({ title: "Calls over time, by outcome" }, outcome), 24],
          [timeChart({ title: "Changes over time, by service", query: changes }, service), 24],
        ],
      },
      {
        height: 13,
        panels: [
          [bars({ title: "Principals and their outcomes" }, { ...user, size: 15 }, outcome), 16],
          [bars({ title: "APIs" }, { ...api, size: 15 }, outcome), 16],
          [bars({ title: "Errors" }, { ...errorCode, size: 15 }), 16],
        ],
      },
      {
        height: 12,
        panels: [
          [bars({ title: "Countries that calls come from" }, country, outcome), 16],
          [bars({ title: "Addresses that calls come from" }, address, outcome), 16],
          [pie({ title: "Kinds of identity" }, identityType), 16],
        ],
      },
      {
        height: 13,
        panels: [
          [
            table({ title: "Who was denied what", query: denied }, [
              { ...user, size: 20 },
              { ...api, size: 10 },
              { ...address, size: 3 },
            ]),
            24,
          ],
          [
            table({ title: "Changes to identities and permissions", query: identityChanges }, [
              { ...api, size: 20 },
              { ...user, size: 5 },
              { field: "user.target.name", label: "Target", size: 5, optional: true },
            ]),
            24,
          ],
        ],
      },
      {
        height: 13,
        panels: [
          [
            table(
              { title: "Principals by address and country" },
              [
                { ...user, size: 20 },
                { ...address, size: 5 },
                { ...country, size: 1, optional: true },
              ],
              [{ kind: "count" }, { kind: "max", field: "@timestamp", label: "Last call" }],
            ),
            24,
          ],
          [
            table({ title: "Programs" }, [
              { field: "user_agent.original", label: "User agent", size: 20 },
              { ...user, size: 3 },
            ]),
            24,
          ],
        ],
      },
      {
        height: 13,
        panels: [
          [
            search({ title: "Sensitive changes", query: sensitive }, [
              "cloud.account.id",
              "event.action",
              "user.name",
              "user.target.name",
              "source.ip",
              "event.outcome",
            ]),
            48,
          ],
        ],
      },
      {
        height: 16,
        panels: [
          [
            search({ title: "CloudTrail events" }, [
              "cloud.account.id",
              "cloud.region",
              "event.provider",
              "event.action",
              "user.name",
              "source.ip",
              "error.code",
            ]),
            48,
          ],
        ],
      },
    ],
  });
}
