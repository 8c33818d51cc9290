import { progressOnStderr } from "../local/progress";
import { ensureToolchain } from "../local/toolchain";

/** Installs what the local stage needs and is not there yet; progress goes to stderr. */
export async function installToolchain(): Promise<number> {
  await ensureToolchain(progressOnStderr());
  return 0;
}
