import { lookup } from "../../functions/shared/lookup";

/** Resources whose reading and writing is that of the object itself; the others are settings of an object. */
const objectContent: ReadonlySet<string> = new Set(["OBJECT", "PART", "UPLOAD", "UPLOADS", "DELETEMARKER"]);

/** What operations do to an object's content. `TRANSITION_SIA` and its likes are under their first word. */
const contentEventTypes: Readonly<Record<string, string>> = {
  PUT: "creation",
  POST: "creation",
  COPY: "creation",
  DELETE: "deletion",
  EXPIRE: "deletion",
  TRANSITION: "change",
};

/** What the others do: to settings of an object, or of a bucket. */
const settingEventTypes: Readonly<Record<string, string>> = {
  PUT: "change",
  POST: "change",
  DELETE: "change",
};

const exceptions: Readonly<Record<string, string>> = {
  // The lifecycle rule creates a delete marker: the object is gone for its readers.
  "S3.CREATE.DELETEMARKER": "deletion",
  // Copies are logged twice: the read of the original under these names, and the write.
  "REST.COPY.OBJECT_GET": "access",
  "REST.COPY.PART_GET": "access",
  "REST.PUT.BUCKET": "creation",
  "REST.DELETE.BUCKET": "deletion",
  // A list of keys to delete changes nothing itself; each deletion has its own record.
  "REST.POST.MULTI_OBJECT_DELETE": "access",
  "REST.OPTIONS.PREFLIGHT": "info",
};

/** `event.category` and `event.type` of an operation such as `REST.PUT.OBJECT`. */
export function classifyOperation(operation: string, hasKey: boolean): { category: string[]; type: string[] } {
  const [, verbAndClass = "", resource = ""] = operation.split(".");
  const verb = verbAndClass.split("_", 1)[0] ?? "";
  const types = hasKey && objectContent.has(resource) ? contentEventTypes : settingEventTypes;
  const type =
    lookup(exceptions, operation) ?? (verb === "GET" || verb === "HEAD" ? "access" : (lookup(types, verb) ?? "info"));
  if (hasKey) return { category: ["file", "web"], type: [type] };
  const changesBucket = type !== "access" && type !== "info";
  return { category: changesBucket ? ["configuration", "web"] : ["web"], type: [type] };
}
