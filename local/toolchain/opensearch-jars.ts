import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { projectFolder, toolsFolder } from "../folders";
import { runCommand, runStep } from "./commands";
import { type Installation, installOnce, isInstalled, type Tool } from "./install";
import { requireJava, requireJdk, requireMaven } from "./java";

/** The last version whose jars run on Java 17. Amazon OpenSearch Service offers the same minor version. */
const OPENSEARCH_VERSION = "2.19.6";

/** Must be the version of log4j-api that OpenSearch brings; log4j-core is not among its own dependencies. */
const LOG4J_VERSION = "2.25.4";

/** The modules that every OpenSearch distribution has; as jars they are published one by one. */
const MODULES = [
  "transport-netty4-client",
  "analysis-common",
  "lang-painless",
  "reindex-client",
  "mapper-extras-client",
  "parent-join-client",
  "percolator-client",
  "aggs-matrix-stats-client",
  "lang-mustache-client",
];

const launcherSource = join(projectFolder, "local", "opensearch-node", "OpenSearchNode.java");

const jars: Installation = {
  folder: join(toolsFolder, "opensearch", OPENSEARCH_VERSION),
  what: `OpenSearch ${OPENSEARCH_VERSION}`,
  duration: "49 MB, about 20 s",
  install: downloadJars,
};

/** OpenSearch and its launcher; the Java class path that runs `OpenSearchNode`. */
export const openSearchJars: Tool = {
  check: async () => {
    if (isInstalled(jars) && isInstalled(await compiledLauncher())) return requireJava();
    await requireJdk();
    if (!isInstalled(jars)) await requireMaven();
  },
  install: async (progress) => {
    await installOnce(jars, progress);
    const launcher = await compiledLauncher();
    await installOnce(launcher, progress);
    return [launcher.folder, join(jars.folder, "*")].join(delimiter);
  },
};

async function compiledLauncher(): Promise<Installation> {
  const digest = createHash("sha256")
    .update(await readFile(launcherSource))
    .digest("hex");
  return {
    folder: join(toolsFolder, "opensearch", `launcher-${OPENSEARCH_VERSION}-${digest.slice(0, 12)}`),
    what: "the launcher of OpenSearch",
    duration: "a few seconds",
    install: async (folder) => {
      const classPath = join(jars.folder, "*");
      const options = ["-proc:none", "-cp", classPath, "-d", folder];
      await runStep(runCommand, "compiling the launcher of OpenSearch", "javac", [...options, launcherSource]);
    },
  };
}

async function downloadJars(folder: string): Promise<void> {
  const pom = join(folder, "pom.xml");
  await writeFile(pom, mavenProject());
  await runStep(runCommand, "downloading OpenSearch", "mvn", [
    "--batch-mode",
    "--no-transfer-progress",
    "--file",
    pom,
    "dependency:copy-dependencies",
    `-DoutputDirectory=${folder}`,
  ]);
}

function mavenProject(): string {
  const dependencies = [
    ["org.opensearch", "opensearch", OPENSEARCH_VERSION],
    ...MODULES.map((module) => ["org.opensearch.plugin", module, OPENSEARCH_VERSION]),
    ["org.apache.logging.log4j", "log4j-core", LOG4J_VERSION],
  ].map(
    ([group, artifact, version]) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  );
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    "  <modelVersion>4.0.0</modelVersion>",
    "  <groupId>siem.local</groupId><artifactId>opensearch-node</artifactId><version>1</version>",
    "  <dependencies>",
    ...dependencies,
    "  </dependencies>",
    "</project>",
    "",
  ].join("\n");
}
