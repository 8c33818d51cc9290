import { type LoaderShape, loaderFaults } from "../components/ingest/loader-shape";
import { ConfigurationError } from "../functions/shared/errors";
import type { Settings } from "../settings";

/** The settings that the parts of the loader's shape come from. */
const settingOf = {
  memorySize: "loaderMemory",
  storageSize: "loaderStorage",
  timeout: "loaderTimeout",
  concurrency: "loaderConcurrency",
  objectsAtOnce: "loaderObjectsAtOnce",
  batchSize: "loaderBatchSize",
  batchWindow: "loaderBatchWindow",
} as const satisfies Record<keyof LoaderShape, keyof Settings>;

type ShapeSettings = Pick<Settings, (typeof settingOf)[keyof LoaderShape]>;

/** How much the loader does at once. */
export function loaderShape(settings: ShapeSettings): LoaderShape {
  return {
    memorySize: settings.loaderMemory,
    storageSize: settings.loaderStorage,
    timeout: settings.loaderTimeout,
    concurrency: settings.loaderConcurrency,
    objectsAtOnce: settings.loaderObjectsAtOnce,
    batchSize: settings.loaderBatchSize,
    batchWindow: settings.loaderBatchWindow,
  };
}

/** @throws ConfigurationError that names all settings that do not go together. */
export function refuseImpossibleLoader(settings: ShapeSettings, prefix: string): void {
  const faults = loaderFaults(loaderShape(settings), (part) => prefix + settingOf[part]);
  if (faults.length > 0) throw new ConfigurationError(`The loader cannot work: ${faults.join("; ")}.`);
}
