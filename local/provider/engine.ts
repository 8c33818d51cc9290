/** Between two looks whether the engine is still there. */
const ENGINE_CHECK_MILLISECONDS = 1000;

/** Ends this process when the engine that started it is gone: one that is killed cannot end its providers, which would wait for its calls for ever. */
export function endWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit(1);
  }, ENGINE_CHECK_MILLISECONDS).unref();
}
