import type { SavedObject } from "../../dashboards/saved-objects";
import type { LogSource } from "../loader/source";
import type { Cluster } from "./cluster";
import { createOnlyStep } from "./create-only";
import { dashboardsStep } from "./dashboards-step";
import { type IndexedDataset, signalIndices } from "./detection-indices";
import { oldIndicesStep } from "./old-indices";
import { type Clock, waitForCollection, waitForDomain } from "./readiness";
import { retentionSteps } from "./retention";
import { securityRoleSteps } from "./security-roles";
import type { ConfiguratorSettings } from "./settings";
import { snapshotSteps } from "./snapshots";
import type { Step } from "./steps";
import { templateStep } from "./template-step";
import { buildTemplates } from "./templates";
import { watchIndexStep } from "./watch-index";

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
  const { cluster, clock } = ports;
  const isServerless = settings.service === "aoss";
  await (isServerless ? waitForCollection : waitForDomain)(cluster, clock);
  const steps = (isServerless ? collectionSteps : domainSteps)(content, settings, ports);
  const report: ConfiguratorReport = { installed: [], changed: [], unchanged: [], skipped: [] };
  for (const step of steps) {
    const outcome = await step.run(cluster);
    report[outcome.kind].push(outcome.kind === "skipped" ? `${step.name}: ${outcome.reason}` : step.name);
  }
  return report;
}

function domainSteps(content: Content, settings: ConfiguratorSettings, { warn, clock }: Ports): Step[] {
  const { retentionDays, snapshots } = settings;
  return [
    // Before the templates: an index whose pipeline is missing takes no document.
    createOnlyStep(warn),
    ...templateSteps(content, settings, warn),
    ...(settings.watcherRoleArn === undefined ? [] : [watchIndexStep(settings)]),
    ...securityRoleSteps(settings),
    ...(retentionDays === undefined ? [] : retentionSteps(indexed(content), { ...settings, retentionDays }, warn)),
    ...(snapshots === undefined ? [] : snapshotSteps(snapshots)),
    dashboardsStep(content.savedObjects, clock),
  ];
}

/** A collection has no pipelines, security roles, Index State Management or snapshots. docs/serverless.md says what that means. */
function collectionSteps(content: Content, settings: ConfiguratorSettings, { warn, clock }: Ports): Step[] {
  const { retentionDays } = settings;
  return [
    ...templateSteps(content, settings, warn),
    ...(retentionDays === undefined ? [] : [oldIndicesStep(retentionDays, clock.now ?? (() => new Date()))]),
    dashboardsStep(content.savedObjects, clock),
  ];
}

/** What has indices of its own: each log, and what rules found in them. */
function indexed({ sources }: Content): readonly IndexedDataset[] {
  return [...sources, signalIndices];
}

function templateSteps(content: Content, settings: ConfiguratorSettings, warn: Ports["warn"]): Step[] {
  return buildTemplates(indexed(content), settings).map((template) => templateStep(template, warn));
}
