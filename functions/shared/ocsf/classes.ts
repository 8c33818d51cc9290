import { lookup } from "../lookup";
import { integer, type JsonObject, text } from "../values";

/** ECS's categories and kind for a class of OCSF, and the names of its activities by `activity_id`. */
export interface OcsfClass {
  readonly category: readonly string[];
  readonly kind?: "alert" | "state" | "asset";
  /** Beside the type of the activity: `user` for changes of accounts. */
  readonly type?: string;
  readonly activities?: readonly string[];
}

const crud = ["Unknown", "Create", "Read", "Update", "Delete"];
const findingActivities = ["Unknown", "Create", "Update", "Close"];
const openClose = ["Unknown", "Open", "Close", "Reset", "Fail", "Refuse", "Traffic", "Listen"];
const fileActivities = [
  ...["Unknown", "Create", "Read", "Update", "Delete", "Rename", "Set Attributes", "Set Security", "Get Attributes"],
  ...["Get Security", "Encrypt", "Decrypt", "Mount", "Unmount", "Open"],
];
const fileHosting = [
  ...["Unknown", "Upload", "Download", "Update", "Delete", "Rename", "Copy", "Move", "Restore", "Preview", "Lock"],
  ...["Unlock", "Share", "Unshare", "Open", "Sync", "Unsync", "Access Check"],
];

/** By `class_uid`. @see https://schema.ocsf.io/1.5.0/classes */
const classes: Readonly<Record<string, OcsfClass>> = {
  1001: { category: ["file"], activities: fileActivities },
  1002: { category: ["driver"], activities: ["Unknown", "Load", "Unload"] },
  1003: { category: ["process"], activities: ["Unknown", "Create", "Read", "Delete", "Invoke"] },
  1004: {
    category: ["process"],
    activities: [
      ...["Unknown", "Allocate Page", "Modify Page", "Delete Page", "Buffer Overflow", "Disable DEP", "Enable DEP"],
      ...["Read", "Write", "Map View"],
    ],
  },
  1005: { category: ["library"], activities: ["Unknown", "Load", "Unload", "Invoke"] },
  1006: {
    category: ["configuration"],
    activities: ["Unknown", "Create", "Update", "Delete", "Enable", "Disable", "Start"],
  },
  1007: { category: ["process"], activities: ["Unknown", "Launch", "Terminate", "Open", "Inject", "Set User ID"] },
  1008: {
    category: ["host"],
    activities: [
      ...["Unknown", "Clear", "Delete", "Export", "Archive", "Rotate", "Start", "Stop", "Restart", "Enable", "Disable"],
    ],
  },
  1009: { category: ["process"], activities: ["Unknown", "Execute"] },
  201001: { category: ["registry"], activities: [...crud, "Rename", "Open", "Restore"] },
  201002: { category: ["registry"], activities: ["Unknown", "Get", "Set", "Modify", "Delete"] },
  2001: { category: ["intrusion_detection"], kind: "alert", activities: findingActivities },
  2002: { category: ["vulnerability"], kind: "alert", activities: findingActivities },
  2003: { category: ["configuration"], kind: "alert", activities: findingActivities },
  2004: { category: ["intrusion_detection"], kind: "alert", activities: findingActivities },
  2005: { category: ["intrusion_detection"], kind: "alert", activities: findingActivities },
  2006: { category: ["file"], kind: "alert", activities: findingActivities },
  2007: { category: ["vulnerability"], kind: "alert", activities: findingActivities },
  2008: { category: ["iam"], kind: "alert", activities: findingActivities },
  3001: {
    category: ["iam"],
    type: "user",
    activities: [
      ...["Unknown", "Create", "Enable", "Password Change", "Password Reset", "Disable", "Delete", "Attach Policy"],
      ...["Detach Policy", "Lock", "MFA Factor Enable", "MFA Factor Disable", "Unlock"],
    ],
  },
  3002: {
    category: ["authentication"],
    activities: [
      "Unknown",
      "Logon",
      "Logoff",
      "Authentication Ticket",
      "Service Ticket Request",
      "Service Ticket Renew",
    ],
  },
  3003: { category: ["iam"], type: "user", activities: ["Unknown", "Assign Privileges", "Assign Groups"] },
  3004: {
    category: ["iam"],
    activities: [
      ...crud,
      ...["Move", "Enroll", "Unenroll", "Enable", "Disable", "Activate", "Deactivate", "Suspend", "Resume"],
    ],
  },
  3005: { category: ["iam"], type: "user", activities: ["Unknown", "Assign Privileges", "Revoke Privileges"] },
  3006: {
    category: ["iam"],
    type: "group",
    activities: ["Unknown", "Assign Privileges", "Revoke Privileges", "Add User", "Remove User", "Delete", "Create"],
  },
  4001: { category: ["network"], activities: openClose },
  4002: {
    category: ["web", "network"],
    activities: ["Unknown", "Connect", "Delete", "Get", "Head", "Options", "Post", "Put", "Trace"],
  },
  4003: {
    category: ["network"],
    type: "protocol",
    activities: ["Unknown", "Query", "Response", "", "", "", "Traffic"],
  },
  4004: { category: ["network"] },
  4005: {
    category: ["network", "session"],
    activities: [
      ...["Unknown", "Initial Request", "Initial Response", "Connect Request", "Connect Response", "TLS Handshake"],
      ...["Traffic", "Disconnect", "Reconnect"],
    ],
  },
  4006: {
    category: ["network", "file"],
    activities: [
      ...[
        "Unknown",
        "File Supersede",
        "File Open",
        "File Create",
        "File Open If",
        "File Overwrite",
        "File Overwrite If",
      ],
    ],
  },
  4007: { category: ["network", "session"], activities: openClose },
  4008: {
    category: ["network", "file"],
    activities: ["Unknown", "Put", "Get", "Poll", "Delete", "Rename", "List"],
  },
  4009: { category: ["email"], activities: ["Unknown", "Send", "Receive", "Scan"] },
  4010: { category: ["file", "network"], activities: fileHosting },
  4011: { category: ["email", "file"], activities: ["Unknown", "Send", "Receive", "Scan"] },
  4012: { category: ["email"], activities: ["Unknown", "Send", "Receive", "Scan"] },
  4013: { category: ["network"] },
  4014: { category: ["network", "session"], activities: ["Unknown", "Open", "Close", "Renew"] },
  5001: { category: ["host"], kind: "asset" },
  5002: { category: ["configuration"], kind: "state" },
  5003: { category: ["iam"], kind: "asset" },
  5004: { category: ["host"], kind: "state" },
  5019: { category: ["configuration"] },
  5020: { category: ["package"], kind: "asset" },
  5023: { category: ["host"], kind: "asset" },
  6001: { category: ["web"], activities: [...crud, "Search", "Import", "Export", "Share"] },
  6002: {
    category: ["package"],
    activities: ["Unknown", "Install", "Remove", "Start", "Stop", "Restart", "Enable", "Disable", "Update"],
  },
  6003: { category: ["api"], activities: crud },
  6004: { category: ["web"], activities: ["Unknown", "Access Grant", "Access Deny", "Access Revoke", "Access Error"] },
  6005: {
    category: ["database"],
    activities: [
      ...["Unknown", "Read", "Update", "Connect", "Query", "Write", "Create", "Delete", "List", "Encrypt", "Decrypt"],
    ],
  },
  6006: { category: ["file"], activities: fileHosting },
  6007: { category: ["host"] },
  6008: { category: ["web"] },
};

/** By the first digit of `class_uid`, for classes that are new. */
const categories: Readonly<Record<string, OcsfClass>> = {
  1: { category: ["host"] },
  2: { category: ["intrusion_detection"], kind: "alert", activities: findingActivities },
  3: { category: ["iam"] },
  4: { category: ["network"] },
  5: { category: ["host"], kind: "state" },
  6: { category: ["web"] },
  7: { category: ["intrusion_detection"] },
};

/** The class of an event. In 1.0.0-rc.2, API activity was class 3005, which is another one since. */
export function classOf(event: JsonObject): OcsfClass {
  const uid = text(event.class_uid);
  if (uid === "3005" && event.class_name === "API Activity") return classes[6003] ?? { category: ["api"] };
  return (
    lookup(classes, uid) ?? lookup(categories, (text(event.category_uid) ?? uid)?.slice(0, 1)) ?? { category: ["host"] }
  );
}

/** `activity_name`, or what the class calls that `activity_id`. */
export function activityName(event: JsonObject, { activities }: OcsfClass): string | undefined {
  const id = integer(event.activity_id);
  const name = text(event.activity_name);
  if (name !== undefined) return name;
  // `Network Activity: Traffic`.
  const type = text(event.type_name);
  const colon = type?.indexOf(": ") ?? -1;
  if (colon > 0) return text(type?.slice(colon + 2));
  return id === undefined ? undefined : text(activities?.[id]);
}
