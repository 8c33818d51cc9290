import type { Control } from "./control";
import { deliveryControls } from "./deliveries";
import { identityControls } from "./identity";
import { ingestControls } from "./ingest";
import { operationsControls } from "./operations";
import { searchControls } from "./search";
import { storageControls } from "./storage";

/** The controls by the file that checks them. */
export const controlGroups: Readonly<Record<string, readonly Control[]>> = {
  storage: storageControls,
  deliveries: deliveryControls,
  ingest: ingestControls,
  search: searchControls,
  identity: identityControls,
  operations: operationsControls,
};
