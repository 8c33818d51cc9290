import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { zipSync } from "fflate";
import { rememberedBuild } from "./remembered-build";

const projectRoot = resolve(__dirname, "../..");

/** How modules of log sources, which may lie anywhere, import what they are written with; package.json exports the same. */
export const sourceModuleAliases: Readonly<Record<string, string>> = {
  "pulumi-aws-siem/source": join(projectRoot, "functions/source-kit.ts"),
  "pulumi-aws-siem/sources": join(projectRoot, "sources"),
};

/** What the AWS SDK looks for in more places than a function has. */
const functionAliases: Readonly<Record<string, string>> = {
  ...sourceModuleAliases,
  "@aws-sdk/credential-provider-node": join(projectRoot, "functions/shared/aws/function-credentials.ts"),
};

/** Name of a folder of `functions/` that holds a `handler.ts`. */
export type FunctionName = "loader" | "configurator" | "detector" | "fast-lane" | "redactor" | "silence" | "webhook";

/** Files that stand beside `index.js` in the zip: name in the zip -> path of the file, absolute or from the project's root. */
export type ExtraFiles = Readonly<Record<string, string>>;

export interface Bundle {
  /** Absolute path of the zip. */
  readonly zipPath: string;
  /** SHA-256 of the zip, in hexadecimal. */
  readonly sha256: string;
}

/** What a function ships beside its code. */
const shippedFiles: Readonly<Record<FunctionName, ExtraFiles>> = {
  // In a program that has this package installed, it lies where npm has put it.
  loader: {
    "country.mmdb": require.resolve("@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb"),
  },
  configurator: {},
  detector: {},
  "fast-lane": {},
  redactor: {},
  silence: {},
  webhook: {},
};

/** What a function's `createHandler` is called with. */
export interface HandlerConfiguration {
  /** Absolute paths of modules whose default export is a log source. */
  readonly sourceModules?: readonly string[];
  /** Further members; must be JSON. */
  readonly values?: Readonly<Record<string, unknown>>;
}

/**
 * Bundles `functions/<name>/handler.ts` and the files it ships into `.siem/bundles/<name>.zip`, handler `index.handler`.
 * The same sources give the same bytes, on any machine and in any time zone: Pulumi compares the archive's hash, and a
 * zip that changes at each run would deploy the function at each run.
 */
export function bundleFunction(name: FunctionName, configuration: HandlerConfiguration = {}): Bundle {
  const code = configuredHandler(name, configuration);
  // Stacks of one program may differ in their configuration.
  const zipName = code === configuredHandler(name, {}) ? name : `${name}-${sha256(code).slice(0, 8)}`;
  return bundleModule(zipName, code, shippedFiles[name]);
}

/** A module that exports the function's handler with its configuration. */
function configuredHandler(name: FunctionName, { sourceModules = [], values = {} }: HandlerConfiguration): string {
  const imports = sourceModules.map((path, index) => `import source${index} from ${JSON.stringify(path)};\n`);
  const sources = sourceModules.map((_, index) => `source${index}`).join(", ");
  const members = Object.entries(values).map(
    ([member, value]) => `, ${JSON.stringify(member)}: ${JSON.stringify(value)}`,
  );
  return `import { createHandler } from "./functions/${name}/handler";
${imports.join("")}export const handler = createHandler({ sources: [${sources}]${members.join("")} });
`;
}

/** As `bundleFunction`, of any module of this project that exports `handler`. */
export function bundleEntryPoint(name: string, entryPoint: string, extraFiles: ExtraFiles = {}): Bundle {
  return bundleModule(name, `export { handler } from ${JSON.stringify(resolve(projectRoot, entryPoint))};`, extraFiles);
}

function bundleModule(name: string, code: string, extraFiles: ExtraFiles): Bundle {
  const files: Record<string, Uint8Array> = { "index.js": bundleCode(name, code) };
  for (const [nameInZip, path] of Object.entries(extraFiles)) {
    files[nameInZip] = readFileSync(resolve(projectRoot, path));
  }
  const zipPath = join(projectRoot, ".siem/bundles", `${name}.zip`);
  const zip = zipOnce(files);
  writeWhole(zipPath, zip);
  return { zipPath, sha256: sha256(zip) };
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

// Compressing the country database takes seconds, and a process bundles at each preview and deployment.
const zips = new Map<string, Uint8Array>();

function zipOnce(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const digest = createHash("sha256");
  for (const [name, content] of Object.entries(files)) digest.update(`${name}\n${content.length}\n`).update(content);
  const key = digest.digest("hex");
  const zip = zips.get(key) ?? zipFiles(files);
  zips.set(key, zip);
  return zip;
}

/** The code of a function as it is deployed. */
export function bundleCode(name: string, contents: string): Uint8Array {
  return rememberedBuild(`bundle ${name}\n${contents}`, projectRoot, () => build(name, contents));
}

function build(name: string, contents: string) {
  const sourcefile = `${name}.ts`;
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: projectRoot,
    stdin: { contents, resolveDir: projectRoot, sourcefile, loader: "ts" },
    alias: functionAliases,
    outfile: "index.js",
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    // The ES module builds of the AWS SDK can be tree-shaken, its CommonJS builds cannot.
    mainFields: ["module", "main"],
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
  const code = outputFiles[0];
  if (!code) throw new Error(`esbuild wrote nothing for ${name}`);
  return { value: code.contents, inputs: Object.keys(metafile.inputs).filter((path) => path !== sourcefile) };
}

function zipFiles(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const entries = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(entries), {
    level: 6,
    // Zip has local times without a zone: a date made of local parts is written alike in every zone.
    mtime: new Date(1980, 0, 1),
    // Host system Unix and mode 0644: Lambda must be able to read the files as another user.
    os: 3,
    attrs: 0o644 << 16,
  });
}

/** Another process that bundles at the same time must never see half a zip. */
function writeWhole(path: string, content: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}
