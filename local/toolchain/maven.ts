import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand, runStep } from "./commands";

/** A file that Maven Central has; of a zip, what is in it is wanted. */
export interface MavenArtifact {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly type?: "jar" | "zip";
}

/** A Maven project that needs these artifacts and has no code. */
export function mavenProject(artifacts: readonly MavenArtifact[]): string {
  const dependencies = artifacts.map(
    ({ group, name, version, type = "jar" }) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version><type>${type}</type></dependency>`,
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

/** Downloads the jars, with all they depend on, into a folder, and what is in the zips into `<folder>/<name>`. */
export async function downloadArtifacts(
  what: string,
  folder: string,
  artifacts: readonly MavenArtifact[],
): Promise<void> {
  const pom = join(folder, "pom.xml");
  await writeFile(pom, mavenProject(artifacts));
  const copied = ["dependency:copy-dependencies", "-DincludeTypes=jar", `-DoutputDirectory=${folder}`];
  await maven(what, pom, copied);
  for (const { name } of artifacts.filter(({ type }) => type === "zip")) {
    const unpacked = join(folder, name);
    await mkdir(unpacked);
    const only = [`-DincludeArtifactIds=${name}`, "-DincludeTypes=zip", `-DoutputDirectory=${unpacked}`];
    await maven(what, pom, ["dependency:unpack-dependencies", ...only]);
  }
}

async function maven(what: string, pom: string, goal: readonly string[]): Promise<void> {
  const options = ["--batch-mode", "--no-transfer-progress", "--file", pom];
  await runStep(runCommand, `downloading ${what}`, "mvn", [...options, ...goal]);
}
