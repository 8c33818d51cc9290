import { lookup } from "../../../shared/lookup";

/** @see https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4624 */
const logonTypes: Readonly<Record<string, string>> = {
  "0": "System",
  "2": "Interactive",
  "3": "Network",
  "4": "Batch",
  "5": "Service",
  "7": "Unlock",
  "8": "NetworkCleartext",
  "9": "NewCredentials",
  "10": "RemoteInteractive",
  "11": "CachedInteractive",
  "12": "CachedRemoteInteractive",
  "13": "CachedUnlock",
};

export function logonType(number: string | undefined): string | undefined {
  return lookup(logonTypes, number) ?? number;
}

/**
 * NTSTATUS values of logons.
 * @see https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4625
 */
const logonStatus: Readonly<Record<string, string>> = {
  "0xc000005e": "There are currently no logon servers available",
  "0xc0000064": "User name does not exist",
  "0xc000006a": "User name is correct but the password is wrong",
  "0xc000006d": "Bad user name or authentication information",
  "0xc000006e": "Account restriction",
  "0xc000006f": "Logon outside of the permitted hours",
  "0xc0000070": "Logon from an unauthorised workstation",
  "0xc0000071": "Password is expired",
  "0xc0000072": "Account is disabled",
  "0xc00000dc": "The server was in the wrong state for the operation",
  "0xc0000133": "Clocks of the domain controller and the computer differ too much",
  "0xc000015b": "The logon type is not granted to the user",
  "0xc000018c": "The trust relationship with the trusted domain failed",
  "0xc0000192": "The Netlogon service is not started",
  "0xc0000193": "Account is expired",
  "0xc0000224": "Password must be changed at the next logon",
  "0xc0000225": "Not found",
  "0xc0000234": "Account is locked out",
  "0xc00002ee": "An error occurred during the logon",
  "0xc0000371": "The local account store has no secret material for the account",
  "0xc0000413": "The machine is protected by an authentication firewall",
};

/**
 * Kerberos error codes.
 * @see https://www.rfc-editor.org/rfc/rfc4120#section-7.5.9
 */
const kerberosStatus: Readonly<Record<string, string>> = {
  "0x1": "KDC_ERR_NAME_EXP",
  "0x2": "KDC_ERR_SERVICE_EXP",
  "0x3": "KDC_ERR_BAD_PVNO",
  "0x6": "KDC_ERR_C_PRINCIPAL_UNKNOWN",
  "0x7": "KDC_ERR_S_PRINCIPAL_UNKNOWN",
  "0x8": "KDC_ERR_PRINCIPAL_NOT_UNIQUE",
  "0x9": "KDC_ERR_NULL_KEY",
  "0xb": "KDC_ERR_NEVER_VALID",
  "0xc": "KDC_ERR_POLICY",
  "0xd": "KDC_ERR_BADOPTION",
  "0xe": "KDC_ERR_ETYPE_NOSUPP",
  "0xf": "KDC_ERR_SUMTYPE_NOSUPP",
  "0x10": "KDC_ERR_PADATA_TYPE_NOSUPP",
  "0x12": "KDC_ERR_CLIENT_REVOKED",
  "0x14": "KDC_ERR_TGT_REVOKED",
  "0x15": "KDC_ERR_CLIENT_NOTYET",
  "0x17": "KDC_ERR_KEY_EXPIRED",
  "0x18": "KDC_ERR_PREAUTH_FAILED",
  "0x19": "KDC_ERR_PREAUTH_REQUIRED",
  "0x1b": "KDC_ERR_MUST_USE_USER2USER",
  "0x1f": "KRB_AP_ERR_BAD_INTEGRITY",
  "0x20": "KRB_AP_ERR_TKT_EXPIRED",
  "0x21": "KRB_AP_ERR_TKT_NYV",
  "0x22": "KRB_AP_ERR_REPEAT",
  "0x25": "KRB_AP_ERR_SKEW",
  "0x28": "KRB_AP_ERR_MSG_TYPE",
  "0x29": "KRB_AP_ERR_MODIFIED",
  "0x3c": "KRB_ERR_GENERIC",
  "0x44": "KDC_ERR_WRONG_REALM",
};

/** What a logon's status says; its sub-status says it more exactly. */
export function logonReason(status: string | undefined, subStatus?: string): string | undefined {
  return lookup(logonStatus, subStatus?.toLowerCase()) ?? lookup(logonStatus, status?.toLowerCase());
}

export function kerberosReason(status: string | undefined): string | undefined {
  return lookup(kerberosStatus, status?.toLowerCase());
}

/**
 * Access rights that object events name by message number.
 * @see https://learn.microsoft.com/windows/security/threat-protection/auditing/event-4663
 */
const accessRights: Readonly<Record<string, string>> = {
  "1537": "DELETE",
  "1538": "READ_CONTROL",
  "1539": "WRITE_DAC",
  "1540": "WRITE_OWNER",
  "1541": "SYNCHRONIZE",
  "1542": "ACCESS_SYS_SEC",
  "4416": "ReadData (or ListDirectory)",
  "4417": "WriteData (or AddFile)",
  "4418": "AppendData (or AddSubdirectory or CreatePipeInstance)",
  "4419": "ReadEA",
  "4420": "WriteEA",
  "4421": "Execute/Traverse",
  "4422": "DeleteChild",
  "4423": "ReadAttributes",
  "4424": "WriteAttributes",
  "4432": "Query key value",
  "4433": "Set key value",
  "4434": "Create sub-key",
  "4435": "Enumerate sub-keys",
  "4436": "Notify about changes to keys",
  "4437": "Create Link",
};

/** The rights of an access list: `%%4416\n\t\t\t\t%%4423`, or names where a shipper has put them in. */
export function accessList(value: string | undefined): string[] | undefined {
  const rights = value
    ?.split(/[\n\t]+|(?=%%)/)
    .map((right) => right.trim())
    .filter((right) => right !== "")
    .map((right) => lookup(accessRights, right.replace(/^%%/, "")) ?? right);
  return rights === undefined || rights.length === 0 ? undefined : rights;
}

/** Message numbers with which the Security log says a value. */
const messages: Readonly<Record<string, string>> = {
  "%%1832": "Identification",
  "%%1833": "Impersonation",
  "%%1834": "Response",
  "%%1840": "Delegation",
  "%%1842": "Yes",
  "%%1843": "No",
  "%%1936": "TokenElevationTypeDefault",
  "%%1937": "TokenElevationTypeFull",
  "%%1938": "TokenElevationTypeLimited",
  "%%2304": "An Error occured during Logon",
  "%%2305": "The specified user account has expired",
  "%%2306": "The NetLogon component is not active",
  "%%2307": "Account locked out",
  "%%2308": "The user has not been granted the requested logon type at this machine",
  "%%2309": "The specified account's password has expired",
  "%%2310": "Account currently disabled",
  "%%2311": "Account logon time restriction violation",
  "%%2312": "User not allowed to logon at this computer",
  "%%2313": "Unknown user name or bad password",
  "%%8448": "Success removed",
  "%%8449": "Success Added",
  "%%8450": "Failure removed",
  "%%8451": "Failure added",
  "%%14592": "Inbound",
  "%%14593": "Outbound",
};

/** A value in words, where it is a known message number. */
export function spelled(value: string | undefined): string | undefined {
  return lookup(messages, value) ?? value;
}
