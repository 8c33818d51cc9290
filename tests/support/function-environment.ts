/**
 * Loads a function's module anew with an environment, as Lambda does, and gives what it exports. `restore` puts the
 * environment back.
 */
export function loadFunction<Exports>(
  path: string,
  environment: Readonly<Record<string, string>>,
): { readonly exports: Exports; readonly restore: () => void } {
  const before = { ...process.env };
  const quiet = { POWERTOOLS_LOG_LEVEL: "SILENT", POWERTOOLS_METRICS_DISABLED: "true" };
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "eu-west-1" };
  Object.assign(process.env, quiet, credentials, environment);
  delete require.cache[path];
  return {
    exports: require(path) as Exports,
    restore: () => {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    },
  };
}
