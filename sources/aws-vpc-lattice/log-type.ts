import { asRecord } from "../../functions/shared/values";

/** Requests to services, and connections to resources, which nobody takes apart. */
export type LatticeLogType = "service" | "resource";

/** Which log a record is of; `undefined` for a value that is of none. */
export function latticeLogType(value: unknown): LatticeLogType | undefined {
  const record = asRecord(value);
  if (record === undefined || typeof record.sourceIpPort !== "string") return undefined;
  if ("resourceConfigurationArn" in record && "sourceVpcArn" in record) return "resource";
  return "serviceArn" in record && ("serviceNetworkArn" in record || "targetGroupArn" in record)
    ? "service"
    : undefined;
}
