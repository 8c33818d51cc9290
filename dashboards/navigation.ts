/** Ids of the dashboards, by which they link to each other. */
export const dashboardIds = {
  overview: "siem-overview",
  alerts: "siem-alerts-overview",
  cloudTrail: "siem-cloudtrail",
  guardDuty: "siem-guardduty",
} as const;

const titles: Readonly<Record<(typeof dashboardIds)[keyof typeof dashboardIds], string>> = {
  "siem-overview": "Overview",
  "siem-alerts-overview": "Alerts",
  "siem-cloudtrail": "CloudTrail",
  "siem-guardduty": "GuardDuty",
};

/** Markdown with links to all dashboards; they keep the chosen time range. */
export function navigation(): string {
  return Object.entries(titles)
    .map(([id, title]) => `[${title}](#/view/${id})`)
    .join(" · ");
}

export const dashboardTitle = (id: keyof typeof titles): string => `SIEM: ${titles[id]}`;
