import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { projectFolder, toolsFolder } from "../folders";
import { runCommand, runStep } from "./commands";
import { type Installation, installOnce, isInstalled, type Tool } from "./install";
import { requireJava, requireJdk, requireMaven } from "./java";
import { downloadArtifacts, type MavenArtifact, mavenProject } from "./maven";

/** A version of OpenSearch that runs on Java 17, with what is to be on its class path. */
interface Release {
  readonly version: string;
  /** Must be the version of log4j-api that OpenSearch brings; log4j-core is not among its own dependencies. */
  readonly log4jVersion: string;
  /** Plugin that is published as a zip for this version only. */
  readonly plugin?: MavenArtifact;
  readonly size: string;
}

/** The modules that every OpenSearch distribution has; as jars they are published one by one. */
const MODULES = [
  "transport-netty4-client",
  "analysis-common",
  "ingest-common",
  "lang-painless",
  "reindex-client",
  "mapper-extras-client",
  "parent-join-client",
  "percolator-client",
  "aggs-matrix-stats-client",
  "lang-mustache-client",
];

const launcherSource = join(projectFolder, "local", "opensearch-node", "OpenSearchNode.java");
const installFolder = join(toolsFolder, "opensearch");

/** OpenSearch and its launcher; the Java class path that runs `OpenSearchNode`. */
// The last version whose jars run on Java 17. Amazon OpenSearch Service offers the same minor version.
export const openSearchJars = toolOf({ version: "2.19.6", log4jVersion: "2.25.4", size: "52 MB, about 20 s" });

/** The same with the security plugin, in the last version that the plugin is published for; only a test needs it. */
export const secureOpenSearchJars = toolOf({
  version: "2.19.4",
  log4jVersion: "2.21.0",
  plugin: { group: "org.opensearch.plugin", name: "opensearch-security", version: "2.19.4.0", type: "zip" },
  size: "97 MB, about 20 s",
});

function toolOf(release: Release): Tool {
  const jars = jarsOf(release);
  return {
    check: async () => {
      if (isInstalled(jars) && isInstalled(await launcherOf(release, jars))) return requireJava();
      await requireJdk();
      if (!isInstalled(jars)) await requireMaven();
    },
    install: async (progress) => {
      await installOnce(jars, progress);
      const launcher = await launcherOf(release, jars);
      await installOnce(launcher, progress);
      const plugin = release.plugin === undefined ? [] : [join(jars.folder, release.plugin.name)];
      return [launcher.folder, ...[jars.folder, ...plugin].map((folder) => join(folder, "*"))].join(delimiter);
    },
  };
}

function jarsOf({ version, log4jVersion, plugin, size }: Release): Installation {
  const artifacts: MavenArtifact[] = [
    { group: "org.opensearch", name: "opensearch", version },
    ...MODULES.map((name) => ({ group: "org.opensearch.plugin", name, version })),
    { group: "org.apache.logging.log4j", name: "log4j-core", version: log4jVersion },
    ...(plugin === undefined ? [] : [plugin]),
  ];
  const what = `OpenSearch ${version}${plugin === undefined ? "" : ` with ${plugin.name}`}`;
  return {
    folder: join(installFolder, `${version}-${digestOf(mavenProject(artifacts))}`),
    what,
    duration: size,
    install: (folder) => downloadArtifacts(what, folder, artifacts),
  };
}

async function launcherOf({ version }: Release, jars: Installation): Promise<Installation> {
  return {
    folder: join(installFolder, `launcher-${version}-${digestOf(await readFile(launcherSource))}`),
    what: "the launcher of OpenSearch",
    duration: "a few seconds",
    install: async (folder) => {
      const options = ["-proc:none", "-cp", join(jars.folder, "*"), "-d", folder];
      await runStep(runCommand, "compiling the launcher of OpenSearch", "javac", [...options, launcherSource]);
    },
  };
}

function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 12);
}
