import type { SavedObject } from "../../dashboards/saved-objects";
import type { LogSource } from "../loader/source";
import type { Cluster } from "./cluster";
import { createOnlyStep } from "./create-only";
import { dashboardsStep } from "./dashboards-step";
import { type Clock, waitForDomain } from "./readiness";
import { retentionSteps } from "./retention";
import { securityRoleSteps } from "./security-roles";
import type { ConfiguratorSettings } from "./settings";
import type { Step } from "./steps";
import { templateStep } from "./template-step";
import { buildTemplates } from "./templates";

export interface Content {
  readonly sources: readonly LogSource[];
  readonly savedObjects: readonly SavedObject[];
}

export interface Ports {
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** Told of what is not as it should be but stops nothing. */
  readonly warn: (message: string) => void;
}

/** Names of the pieces of content, by what became of them. A second run has all under `unchanged` or `skipped`. */
export interface ConfiguratorReport {
  readonly installed: string[];
  readonly changed: string[];
  readonly unchanged: string[];
  /** With the reason: `retention policy siem-retention-day: the cluster has no Index State Management`. */
  readonly skipped: string[];
}

/**
 * Brings a search domain's templates, access, retention and dashboards up to date. Waits for a domain that is not ready.
 * @throws DependencyError when the domain stays away or refuses something; what was installed before stays.
 */
export async function configure(
  content: Content,
  settings: ConfiguratorSettings,
  ports: Ports,
): Promise<ConfiguratorReport> {
  const { cluster, clock, warn } = ports;
  await waitForDomain(cluster, clock);
  const steps: Step[] = [
    // Before the templates: an index whose pipeline is missing takes no document.
    createOnlyStep(warn),
    ...buildTemplates(content.sources, settings).map((template) => templateStep(template, warn)),
    ...securityRoleSteps(settings),
    ...(settings.retentionDays === undefined ? [] : retentionSteps(content.sources, settings.retentionDays, warn)),
    dashboardsStep(content.savedObjects, clock),
  ];
  const report: ConfiguratorReport = { installed: [], changed: [], unchanged: [], skipped: [] };
  for (const step of steps) {
    const outcome = await step.run(cluster);
    report[outcome.kind].push(outcome.kind === "skipped" ? `${step.name}: ${outcome.reason}` : step.name);
  }
  return report;
}
