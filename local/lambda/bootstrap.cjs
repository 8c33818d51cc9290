// Runs in a process of its own, as the deployed function: loads its handler and calls it for each event that the local
// stage sends. Plain JavaScript, so that nothing but the deployed code and Node.js is in the process.
const { join } = require("node:path");

const { _HANDLER, LAMBDA_TASK_ROOT } = process.env;

// The stage holds the other end; when it is gone, however it went, nobody waits for this process.
process.on("disconnect", () => process.exit(0));

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return { errorType: error.name, errorMessage: error.message, stackTrace: (error.stack ?? "").split("\n") };
}

function loadHandler() {
  const dot = _HANDLER.lastIndexOf(".");
  const handler = require(join(LAMBDA_TASK_ROOT, _HANDLER.slice(0, dot)))[_HANDLER.slice(dot + 1)];
  if (typeof handler === "function") return handler;
  const error = new Error(`${_HANDLER} is undefined or not exported`);
  error.name = "Runtime.HandlerNotFound";
  throw error;
}

async function run(handler, { event, context, deadline }) {
  try {
    const fullContext = { ...context, getRemainingTimeInMillis: () => deadline - Date.now() };
    return { payload: await handler(event, fullContext) };
  } catch (error) {
    return { error: describe(error) };
  }
}

function start() {
  let handler;
  try {
    handler = loadHandler();
  } catch (error) {
    process.send({ kind: "initialisation-failed", error: describe(error) }, () => process.exit(1));
    return;
  }
  process.on("message", async (invocation) => {
    const outcome = await run(handler, invocation);
    // As Lambda ends the log of an invocation; it also tells the stage that nothing of the log is still on its way.
    const end = `END RequestId: ${invocation.context.awsRequestId}\n`;
    process.stderr.write(end);
    process.stdout.write(end);
    process.send({ kind: "done", ...outcome, memoryKilobytes: process.resourceUsage().maxRSS });
  });
  process.send({ kind: "ready" });
}

start();
