/** Aborts after so many milliseconds, at once if none are left. `AbortSignal.timeout` itself refuses parts of one. */
export function abortAfter(milliseconds: number): AbortSignal {
  return AbortSignal.timeout(Math.max(0, Math.ceil(milliseconds)));
}
