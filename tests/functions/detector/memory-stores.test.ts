import { Alerting } from "./alerts/memory";
import { MemoryState } from "./memory-state";
import { storesAlerts, storesState } from "./store-contract";

describe("the stores in memory, with which alerts are tested", () => {
  const { store } = new Alerting();
  storesAlerts(() => ({ alerts: store, refresh: async () => store.refresh() }));
  const state = new MemoryState();
  storesState(() => state);
});
