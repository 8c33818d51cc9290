/** `unknown`: it could not be looked at, for want of permission or because nobody said where it is. */
export type Level = "ok" | "warning" | "error" | "unknown";

/** What a check found. */
export interface Finding {
  readonly level: Level;
  /** One line. */
  readonly says: string;
  /** What to do; missing where all is well. */
  readonly fix?: string;
}

export const ok = (says: string): Finding => ({ level: "ok", says });
export const warning = (says: string, fix: string): Finding => ({ level: "warning", says, fix });
export const error = (says: string, fix: string): Finding => ({ level: "error", says, fix });
export const unknown = (says: string, fix: string): Finding => ({ level: "unknown", says, fix });
