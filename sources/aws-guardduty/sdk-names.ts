import { asRecord, type JsonObject } from "../../functions/shared/values";

/** Members whose name in JSON is not that of the SDK with a small letter, by the member that they are in. */
const otherNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Account: { Name: "account" },
  Ec2Instance: { IamInstanceProfile: "IamInstanceProfile" },
  KubernetesApiCallAction: { SourceIps: "sourceIPs" },
  KubernetesWorkload: { KubernetesResourcesTypes: "type" },
  Location: { Latitude: "lat", Longitude: "lon" },
  ProductCodes: { Code: "productCodeId", ProductType: "productCodeType" },
  RdsLoginAttemptAction: { LoginAttributes: "LoginAttributes" },
  TaskDetails: { TaskCreatedAt: "createdAt" },
};

/** Members whose own members are no names, but what was seen. */
const maps: ReadonlySet<string> = new Set(["AffectedResources", "Behavior", "Profiles"]);

/**
 * A finding as GuardDuty exports it, of one as SDKs and the command line print it (`aws guardduty get-findings`): with the
 * names of members that the API sends.
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
 */
export function withApiNames(finding: JsonObject): JsonObject {
  return renamed(finding, "");
}

function renamed(value: JsonObject, parent: string): JsonObject {
  const names = otherNames[parent] ?? {};
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const apiName = names[name] ?? name.slice(0, 1).toLowerCase() + name.slice(1);
      return [apiName, maps.has(name) ? member : renamedIn(member, name)];
    }),
  );
}

function renamedIn(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => renamedIn(item, name));
  const members = asRecord(value);
  return members === undefined ? value : renamed(members, name);
}
