import type { ControlAction } from "../control-endpoint";
import type { LambdaRuntime } from "./runtime";

/**
 * Lets the provider invoke a function that it has just deployed: `{"functionName", "payload"}` is answered with
 * `{"payload"}` or, when the function failed, `{"error": {"errorType", "errorMessage", ...}}`.
 */
export function invokeAction(runtime: LambdaRuntime): ControlAction {
  return async (body) => {
    const { functionName, payload } = (body ?? {}) as { functionName?: unknown; payload?: unknown };
    if (typeof functionName !== "string") throw new Error("functionName must be a text");
    await runtime.refresh(functionName);
    const result = await runtime.invoke(functionName, payload);
    return result.kind === "returned" ? { payload: result.payload ?? null } : { error: result.error };
  };
}
