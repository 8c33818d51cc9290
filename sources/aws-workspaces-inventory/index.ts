import {
  defineSource,
  type LogObject,
  type MappedRecord,
  type RawRecord,
  type RecordMapper,
} from "../../functions/loader/source";
import { awsAccount } from "../../functions/shared/aws/aws-account";
import type { EcsDocument } from "../../functions/shared/ecs";
import { RecordError } from "../../functions/shared/errors";
import { flatObject } from "../../functions/shared/flat-object";
import { csvColumns } from "../../functions/shared/text/csv";
import { asRecord, flag, ipAddress, type JsonObject, list, nonEmpty, text } from "../../functions/shared/values";

export default defineSource({
  id: "aws-workspaces-inventory",
  title: "Amazon WorkSpaces inventory",
  documentation: "https://docs.aws.amazon.com/workspaces/latest/api/API_Workspace.html",
  module: "aws",
  dataset: "aws.workspaces_inventory",
  indexPeriod: "month",
  delivery:
    "Write what `aws workspaces describe-workspaces` says to the archive's bucket, as often as it should be known: its JSON as it is, its `Workspaces` one a line, or CSV whose header has the API's names (`WorkspaceId,UserName,IpAddress,...`).",
  format: "lines",
  recordArrays: ["Workspaces"],
  keys: [],
  recognises: (value) => (typeof value === "string" ? isHeader(value) : isWorkspace(asRecord(value))),
  open: openInventory,
  fields: {
    "aws.workspaces_inventory.directory_id": "keyword",
    "aws.workspaces_inventory.bundle_id": "keyword",
    "aws.workspaces_inventory.subnet_id": "keyword",
    "aws.workspaces_inventory.state": "keyword",
    "aws.workspaces_inventory.workspace_name": "keyword",
    "aws.workspaces_inventory.root_volume_encrypted": "boolean",
    "aws.workspaces_inventory.user_volume_encrypted": "boolean",
    "aws.workspaces_inventory.volume_encryption_key": "keyword",
    "aws.workspaces_inventory.properties": "flat_object",
    "aws.workspaces_inventory.additional_fields": "flat_object",
  },
});

function isWorkspace(value: JsonObject | undefined): value is JsonObject {
  return typeof value?.WorkspaceId === "string" && "DirectoryId" in value;
}

function isHeader(line: string): boolean {
  const names = csvColumns(line.trimEnd());
  return names.includes("WorkspaceId") && names.includes("DirectoryId");
}

/** A state at the time at which the object was written; an inventory has no time of its own. */
function openInventory(object: LogObject): RecordMapper {
  let columns: readonly string[] | undefined;
  const arrival = object.lastModified?.toISOString();
  return ({ value }: RawRecord): MappedRecord => {
    if (typeof value === "string" && isHeader(value)) {
      columns = csvColumns(value.trimEnd());
      return { kind: "header" };
    }
    const workspace = typeof value === "string" ? rowOf(value, columns) : asRecord(value);
    if (!isWorkspace(workspace)) {
      throw new RecordError(
        "not a WorkSpace: expected an object, or a CSV row below a header, with WorkspaceId and DirectoryId",
      );
    }
    return { kind: "event", document: { "@timestamp": arrival, ...mapWorkspace(workspace) } };
  };
}

function rowOf(line: string, columns: readonly string[] | undefined): JsonObject | undefined {
  if (columns === undefined) return undefined;
  const values = csvColumns(line.trimEnd());
  return Object.fromEntries(columns.map((name, index) => [name, values[index]]));
}

const known: ReadonlySet<string> = new Set([
  ...["WorkspaceId", "DirectoryId", "UserName", "IpAddress", "State", "BundleId", "SubnetId", "ComputerName"],
  ...["ErrorCode", "ErrorMessage", "RootVolumeEncryptionEnabled", "UserVolumeEncryptionEnabled", "VolumeEncryptionKey"],
  ...["WorkspaceProperties", "WorkspaceName"],
]);

function mapWorkspace(workspace: JsonObject): EcsDocument {
  const ip = list(ipAddress(workspace.IpAddress));
  // arn:aws:kms:REGION:ACCOUNT:key/...
  const [, , , region, account] = text(workspace.VolumeEncryptionKey)?.split(":") ?? [];
  return {
    event: { kind: "asset", category: ["host"], type: ["info"], action: "describe-workspaces", outcome: "success" },
    cloud: {
      account: awsAccount(account),
      region: text(region),
      service: { name: "workspaces" },
    },
    host: nonEmpty({ id: text(workspace.WorkspaceId), name: text(workspace.ComputerName), ip }),
    user: nonEmpty({ name: text(workspace.UserName) }),
    error: nonEmpty({ code: text(workspace.ErrorCode), message: text(workspace.ErrorMessage) }),
    aws: nonEmpty({
      workspaces_inventory: nonEmpty({
        directory_id: text(workspace.DirectoryId),
        bundle_id: text(workspace.BundleId),
        subnet_id: text(workspace.SubnetId),
        state: text(workspace.State),
        workspace_name: text(workspace.WorkspaceName),
        root_volume_encrypted: flag(workspace.RootVolumeEncryptionEnabled),
        user_volume_encrypted: flag(workspace.UserVolumeEncryptionEnabled),
        volume_encryption_key: text(workspace.VolumeEncryptionKey),
        properties: flatObject(workspace.WorkspaceProperties),
        additional_fields: flatObject(
          Object.fromEntries(Object.entries(workspace).filter(([name]) => !known.has(name))),
        ),
      }),
    }),
  };
}
