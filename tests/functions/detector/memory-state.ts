import type { DetectorState, StateStore, StoredState } from "../../../functions/detector/ports";

export class MemoryState implements StateStore {
  private readonly states = new Map<string, StoredState>();

  async read(name: string): Promise<StoredState | undefined> {
    return this.states.get(name);
  }

  async write(name: string, state: DetectorState, version: string | undefined): Promise<boolean> {
    if (this.states.get(name)?.version !== version) return false;
    this.states.set(name, { ...state, version: `${Number(version ?? 0) + 1}` });
    return true;
  }
}
