// The process of a stage that stays: started by `siem up`, told to end by `siem down`.
import { defaultStateFolder } from "./folders";
import { startStage } from "./stage";

/** What the process tells the command that started it. */
export type StageMessage =
  | { readonly kind: "progress"; readonly line: string }
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly message: string };

function tell(message: StageMessage): void {
  if (process.connected) process.send?.(message);
}

function report(line: string): void {
  console.error(`${new Date().toISOString()}  ${line}`);
  tell({ kind: "progress", line });
}

let ready = false;
// Until the stage is ready it belongs to the command; when that goes away, so does the stage.
process.on("disconnect", () => {
  if (!ready) process.kill(process.pid, "SIGTERM");
});

startStage({ stateFolder: process.argv[2] ?? defaultStateFolder, progress: report }).then(
  () => {
    ready = true;
    tell({ kind: "ready" });
  },
  (error: unknown) => {
    console.error(error);
    tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    if (process.connected) process.disconnect();
  },
);
