import { ConfigurationError } from "../functions/shared/errors";
import { type Part, partsOf } from "./parts";

/** Members by which an item of a list is what it is, where others may differ. */
const identities: Readonly<Record<string, readonly string[]>> = {
  accessPoints: ["name"],
  existingBuckets: ["bucket"],
  networks: ["cidr"],
  "organization.memberLogs": ["account", "region"],
  "organization.memberLogs[].logDeliveries": ["resourceArn", "logType"],
};

/** @throws ConfigurationError for the first item that a list among the settings has twice: it would be made twice. */
export function refuseDuplicates(settings: readonly Part[]): void {
  for (const setting of settings) {
    for (const { path, kind, value } of partsOf(setting)) {
      if (!Array.isArray(value)) continue;
      const members = identities[kind.replace(/^[^:]*:/, "")];
      const names = value.map((item: unknown) => nameOf(item, members));
      const again = names.findIndex((name, index) => names.indexOf(name) !== index);
      if (again === -1) continue;
      const name = names[again] ?? "";
      throw new ConfigurationError(
        `Setting ${path} has ${name} twice: as [${names.indexOf(name)}] and as [${again}]; remove one of them.`,
      );
    }
  }
}

function nameOf(item: unknown, members: readonly string[] | undefined): string {
  if (members === undefined || typeof item !== "object" || item === null) return JSON.stringify(item);
  const values = Object.fromEntries(Object.entries(item));
  return members.map((member) => `${member} ${JSON.stringify(values[member])}`).join(" and ");
}
