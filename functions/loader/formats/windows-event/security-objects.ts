import type { EcsDocument } from "../../../shared/ecs";
import { nonEmpty, text } from "../../../shared/values";
import { accessList } from "./codes";
import type { EventData } from "./event";
import { file, number, registry } from "./parts";
import type { EventParts, EventRule, EventRules } from "./rule";
import { securityParts } from "./security-parts";

const accessRight = { writeData: 0x2, appendData: 0x4, deleteChild: 0x40, delete: 0x1_0000 } as const;

/**
 * The object of an event, in the field of its kind. Of other kinds it stays with the event's values, and the event is
 * of another category than file. Events of handles that do not say the kind are taken for those of files.
 */
function object(data: EventData): EcsDocument {
  const kind = data.peek("ObjectType");
  if (kind === "File" || kind === undefined) return { file: file(data.take("ObjectName")) };
  if (kind === "Key") {
    return {
      event: { category: ["registry"] },
      registry: registry(data.take("ObjectName"), data.take("ObjectValueName"), false),
    };
  }
  if (kind.startsWith("SAM_") || kind === "SecretObject") return { event: { category: ["iam"], type: ["info"] } };
  return { event: { category: [kind === "Process" || kind === "Thread" ? "process" : "host"], type: ["access"] } };
}

function accessed(data: EventData): EventParts {
  const { document, vendor } = securityParts(data);
  return {
    document: { ...document, ...object(data) },
    vendor: { ...vendor, access_list: accessList(data.take("AccessList")) },
  };
}

/** An access that took place: what was done is in the rights used. */
function used(data: EventData): EventParts {
  const parts = accessed(data);
  const mask = number(data.peek("AccessMask")) ?? 0;
  if (parts.document.file === undefined) return parts;
  const deletes = (mask & (accessRight.delete | accessRight.deleteChild)) !== 0;
  const writes = (mask & (accessRight.writeData | accessRight.appendData)) !== 0;
  const type = ["access", ...(writes ? ["change"] : []), ...(deletes ? ["deletion"] : [])];
  return { ...parts, document: { ...parts.document, event: { type } } };
}

/** A value of the registry: what it was stays with the event's values, what it is now is in `registry.data`. */
function registryValue(data: EventData): EventParts {
  const { document, vendor } = securityParts(data);
  const key = registry(data.take("ObjectName"), data.take("ObjectValueName"), false);
  const value = data.take("NewValue");
  return {
    vendor,
    document: {
      ...document,
      registry: key && nonEmpty({ ...key, data: value === undefined ? undefined : { strings: [value] } }),
    },
  };
}

/** `\\*\share`, its folder `\??\D:\share`, and what of it was asked for. */
function share(data: EventData): EventParts {
  const { document, vendor } = securityParts(data);
  const folder = text(data.peek("ShareLocalPath")?.replace(/^\\\?\?\\/, ""));
  const relative = data.peek("RelativeTargetName");
  const known = folder !== undefined && relative !== undefined && relative !== "\\";
  const path = known ? `${folder.replace(/\\$/, "")}\\${relative}` : (folder ?? relative);
  for (const name of ["RelativeTargetName", "ShareLocalPath"]) data.take(name);
  return {
    document: { ...document, file: file(path) },
    vendor: { ...vendor, access_list: accessList(data.take("AccessList")) },
  };
}

/** A change of the directory: the object's distinguished name stays with the event's values. */
function directory(data: EventData): EventParts {
  return securityParts(data);
}

const objectRule = (action: string, type: string, map: EventRule["map"] = accessed): EventRule => ({
  action,
  category: ["file"],
  type: [type],
  map,
});
const directoryRule = (action: string, type: string): EventRule => ({
  action,
  category: ["iam"],
  type: [type],
  map: directory,
});
const shareRule = (action: string, type: string): EventRule => ({
  action,
  category: ["file", "network"],
  type: [type],
  map: share,
});

export const objectRules: EventRules = {
  4656: objectRule("object-handle-requested", "access"),
  4657: { action: "registry-value-modified", category: ["registry"], type: ["change"], map: registryValue },
  4658: objectRule("object-handle-closed", "access"),
  4659: objectRule("object-handle-requested-to-delete", "access"),
  4660: objectRule("object-deleted", "deletion"),
  4661: objectRule("object-handle-requested", "access"),
  4662: directoryRule("object-operation-performed", "admin"),
  4663: objectRule("object-accessed", "access", used),
  4664: objectRule("hard-link-created", "creation", (data) => {
    const { document, vendor } = securityParts(data);
    const path = data.take("LinkName");
    return { vendor, document: { ...document, file: file(path, { target_path: data.take("FileName") }) } };
  }),
  4670: objectRule("object-permissions-changed", "change"),
  4690: objectRule("handle-duplicated", "access"),
  4985: objectRule("transaction-state-changed", "change"),
  5136: directoryRule("directory-object-modified", "change"),
  5137: directoryRule("directory-object-created", "creation"),
  5138: directoryRule("directory-object-undeleted", "creation"),
  5139: directoryRule("directory-object-moved", "change"),
  5140: shareRule("network-share-accessed", "access"),
  5141: directoryRule("directory-object-deleted", "deletion"),
  5142: { ...shareRule("network-share-added", "creation"), category: ["configuration"] },
  5143: { ...shareRule("network-share-modified", "change"), category: ["configuration"] },
  5144: { ...shareRule("network-share-deleted", "deletion"), category: ["configuration"] },
  5145: shareRule("network-share-object-checked", "access"),
  5168: { ...shareRule("spn-check-failed", "access"), outcome: "failure" },
};
