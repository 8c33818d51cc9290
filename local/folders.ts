import { join } from "node:path";

/** The root of the clone, where `index.ts` and `Pulumi.yaml` are. */
export const projectFolder = join(__dirname, "..");

/** What is installed once and reused: OpenSearch's jars, the AWS emulator's virtual environment, the Pulumi engine. */
export const toolsFolder = join(projectFolder, ".local", "tools");

/** Everything a running stage writes: data, logs, the stack's state, certificates. Removed when the stage starts and ends. */
export const defaultStateFolder = join(projectFolder, ".local", "state");
