import { alertFieldTypes, alertIndex } from "../detector/alerts/alert-document";
import { signalDataset, signalFieldTypes } from "../detector/signal-document";
import { stateIndex } from "../detector/state-store";
import type { LogSource } from "../loader/source";

/** What templates and retention need to know of indices that hold documents of one kind. */
export type IndexedDataset = Pick<LogSource, "dataset" | "indexPeriod" | "fields">;

/** Indices of what is detected in the logs: made and deleted as those of the logs are. */
export const signalIndices: IndexedDataset = {
  dataset: signalDataset,
  indexPeriod: "month",
  fields: signalFieldTypes,
};

/** Indices whose documents are changed, and kept: alerts, and what the detector remembers. */
export const changingIndices: readonly (Pick<LogSource, "fields"> & { readonly name: string })[] = [
  { name: alertIndex, fields: alertFieldTypes },
  { name: stateIndex, fields: {} },
];
