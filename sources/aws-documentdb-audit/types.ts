interface AuditType {
  readonly category: readonly string[];
  readonly type: readonly string[];
}

const database = (type: string): AuditType => ({ category: ["database"], type: [type] });
const account = (...types: string[]): AuditType => ({ category: ["iam", "database"], type: types });

/** @see https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html#auditing-events */
const types: ReadonlyMap<string, AuditType> = new Map([
  ["authenticate", { category: ["authentication", "database"], type: ["start"] }],
  ["authCheck", database("access")],
  ["auditConfigure", { category: ["configuration", "database"], type: ["change"] }],
  ["createDatabase", database("change")],
  ["createCollection", database("change")],
  ["createIndex", database("change")],
  ["dropDatabase", database("change")],
  ["dropCollection", database("change")],
  ["dropIndex", database("change")],
  ["renameCollection", database("change")],
  ["modifyChangeStreams", database("change")],
  ["killCursors", database("change")],
  ["killOp", database("change")],
  ["createUser", account("creation", "user")],
  ["dropUser", account("deletion", "user")],
  ["dropAllUsersFromDatabase", account("deletion", "user")],
  ["updateUser", account("change", "user")],
  ["grantRolesToUser", account("change", "user")],
  ["revokeRolesFromUser", account("change", "user")],
  ["createRole", account("creation", "group")],
  ["dropRole", account("deletion", "group")],
  ["dropAllRolesFromDatabase", account("deletion", "group")],
  ["updateRole", account("change", "group")],
  ["grantPrivilegesToRole", account("change", "group")],
  ["revokePrivilegesFromRole", account("change", "group")],
  ["grantRolesToRole", account("change", "group")],
  ["revokeRolesFromRole", account("change", "group")],
]);

/** Commands of `authCheck` (events of reading and writing) that write. */
const writes: ReadonlySet<string> = new Set(["insert", "update", "delete", "findAndModify", "bulkWrite"]);

export function auditType(atype: string | undefined, command: string | undefined): AuditType {
  if (atype === "authCheck" && command !== undefined && writes.has(command)) return database("change");
  return types.get(atype ?? "") ?? database("info");
}
