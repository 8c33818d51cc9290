import { missingTool, type RunCommand, runCommand, versionIn } from "./commands";

/** OpenSearch 2.19 is compiled for Java 11 and tested up to 21; the launcher uses nothing newer than 17. */
const MINIMUM_JAVA = 17;

const PURPOSE = "runs the local OpenSearch node";
const JDK = { linux: "sudo apt-get install -y openjdk-17-jdk-headless", darwin: "brew install openjdk@17" };
const MAVEN = { linux: "sudo apt-get install -y maven", darwin: "brew install maven" };

/** Checks for Java 17 or newer. Throws `ConfigurationError` with the remedy. */
export const requireJava = (run: RunCommand = runCommand): Promise<void> => requirePrograms(["java"], run);

/** Checks for a JDK of version 17 or newer (`java` and `javac`). Throws `ConfigurationError` with the remedy. */
export const requireJdk = (run: RunCommand = runCommand): Promise<void> => requirePrograms(["java", "javac"], run);

async function requirePrograms(programs: readonly string[], run: RunCommand): Promise<void> {
  for (const program of programs) {
    const answer = await run(program, ["-version"]).catch(() => undefined);
    if (answer === undefined || answer.code !== 0) {
      throw missingTool(`The JDK is missing (no working ${program} on PATH)`, PURPOSE, JDK);
    }
    const version = versionIn(answer.output, /(?:version "|javac )(\d+)(?:\.(\d+))?/);
    if (version === undefined || version[0] < MINIMUM_JAVA) {
      const found = version === undefined ? "an unknown version" : `version ${version[0]}`;
      throw missingTool(`${program} is ${found}; ${MINIMUM_JAVA} or newer is needed for the JDK`, PURPOSE, JDK);
    }
  }
}

/** Checks for Maven. Throws `ConfigurationError` with the remedy. */
export async function requireMaven(run: RunCommand = runCommand): Promise<void> {
  const answer = await run("mvn", ["--version"]).catch(() => undefined);
  if (answer === undefined || answer.code !== 0) {
    throw missingTool("Maven is missing (no working mvn on PATH)", "downloads the local OpenSearch node", MAVEN);
  }
}
