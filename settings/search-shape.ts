import { type DomainShape, shapeFaults } from "../components/search/domain-shape";
import { ConfigurationError } from "../functions/shared/errors";
import type { Settings } from "../settings";

/** The settings that the parts of the search domain's shape come from. */
const settingOf = {
  instanceType: "searchInstanceType",
  instanceCount: "searchInstanceCount",
  zones: "searchZones",
  standby: "searchStandby",
  masterType: "searchMasterType",
  warmType: "searchWarmType",
  warmCount: "searchWarmCount",
  coldStorage: "searchColdStorage",
  volumeGib: "searchVolumeGib",
  volumeIops: "searchVolumeIops",
  volumeThroughput: "searchVolumeThroughput",
} as const satisfies Record<keyof DomainShape, keyof Settings>;

export type ShapeSettings = Pick<Settings, (typeof settingOf)[keyof DomainShape]>;

/** Size and layout of the search domain. */
export function searchShape(settings: ShapeSettings): DomainShape {
  return {
    instanceType: settings.searchInstanceType,
    instanceCount: settings.searchInstanceCount,
    zones: settings.searchZones,
    standby: settings.searchStandby,
    masterType: settings.searchMasterType,
    warmType: settings.searchWarmType,
    warmCount: settings.searchWarmCount,
    coldStorage: settings.searchColdStorage,
    volumeGib: settings.searchVolumeGib,
    volumeIops: settings.searchVolumeIops,
    volumeThroughput: settings.searchVolumeThroughput,
  };
}

/** @throws ConfigurationError that names all settings that OpenSearch Service would refuse together. */
export function refuseImpossibleShape(settings: ShapeSettings, prefix: string): void {
  const faults = shapeFaults(searchShape(settings), (part) => prefix + settingOf[part]);
  if (faults.length > 0) throw new ConfigurationError(`The search domain cannot be made: ${faults.join("; ")}.`);
}
