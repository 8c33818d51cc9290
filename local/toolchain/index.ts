import { ConfigurationError } from "../../functions/shared/errors";
import type { Progress } from "../progress";
import { awsEmulatorPackage } from "./aws-emulator-package";
import { openSearchJars } from "./opensearch-jars";
import { pulumiEngine } from "./pulumi-engine";

/** Where the programs of the local stage are. */
export interface Toolchain {
  /** Java class path that holds OpenSearch and its launcher. */
  readonly openSearchClassPath: string;
  /** A Python that has the AWS emulator. */
  readonly python: string;
  /** Folder of a compatible `pulumi` program. */
  readonly pulumiFolder: string;
}

/**
 * Installs what is missing, all at once: two parts wait for the network while the third compiles. Throws
 * `ConfigurationError`, before it installs anything, naming every tool that the machine lacks.
 */
export async function ensureToolchain(progress: Progress): Promise<Toolchain> {
  const tools = [openSearchJars, awsEmulatorPackage, pulumiEngine];
  const missing = (await Promise.allSettled(tools.map((tool) => tool.check()))).flatMap((result) =>
    result.status === "rejected" ? [messageOf(result.reason)] : [],
  );
  if (missing.length > 0) throw new ConfigurationError(missing.join("\n"));
  const [openSearchClassPath, python, pulumiFolder] = await Promise.all([
    openSearchJars.install(progress),
    awsEmulatorPackage.install(progress),
    pulumiEngine.install(progress),
  ]);
  return { openSearchClassPath, python, pulumiFolder };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
