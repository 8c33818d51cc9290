import { lookup } from "../../functions/shared/lookup";

interface CommandClass {
  readonly category: readonly string[];
  readonly type: readonly string[];
  /** The user of the event is whom the command is about, not who gave it. */
  readonly target: boolean;
}

const session = (type: string): CommandClass => ({
  category: ["authentication", "session"],
  type: [type],
  target: false,
});
const user = (type: string): CommandClass => ({ category: ["iam"], type: ["user", type], target: true });
const configuration = (type: string): CommandClass => ({ category: ["configuration"], type: [type], target: false });

/** @see https://docs.aws.amazon.com/cloudhsm/latest/userguide/cloudhsm-audit-log-reference.html */
const classes: Readonly<Record<string, CommandClass>> = {
  CN_LOGIN: session("start"),
  CN_AUTHORIZE_SESSION: session("start"),
  CN_LOGOUT: session("end"),
  CN_APP_FINALIZE: session("end"),
  CN_CLOSE_SESSION: session("end"),
  CN_SESSION_CLOSE: session("end"),
  CN_CREATE_USER: user("creation"),
  CN_CREATE_CO: user("creation"),
  CN_CREATE_APPLIANCE_USER: user("creation"),
  CN_DELETE_USER: user("deletion"),
  CN_CHANGE_PSWD: user("change"),
  CN_SET_M_VALUE: { category: ["iam"], type: ["admin", "change"], target: false },
  CN_APPROVE_TOKEN: { category: ["iam"], type: ["admin", "change"], target: false },
  CN_DELETE_TOKEN: { category: ["iam"], type: ["admin", "deletion"], target: false },
  CN_GET_TOKEN: { category: ["iam"], type: ["admin", "info"], target: false },
  CN_GENERATE_KEY: configuration("creation"),
  CN_GENERATE_KEY_PAIR: configuration("creation"),
  CN_CREATE_OBJECT: configuration("creation"),
  CN_DERIVE_KEY: configuration("creation"),
  CN_UNWRAP_KEY: configuration("creation"),
  CN_INSERT_MASKED_OBJECT_USER: configuration("creation"),
  CN_DESTROY_OBJECT: configuration("deletion"),
  CN_TOMBSTONE_OBJECT: configuration("deletion"),
  CN_MODIFY_OBJECT: configuration("change"),
  CN_SHARE_OBJECT: configuration("change"),
  // The key leaves the HSM, encrypted.
  CN_WRAP_KEY: configuration("access"),
  CN_EXTRACT_MASKED_OBJECT_USER: configuration("access"),
  CN_NIST_AES_WRAP: configuration("access"),
  CN_INIT_TOKEN: configuration("creation"),
};

export function classOf(opcode: string): CommandClass {
  return lookup(classes, opcode) ?? configuration("info");
}
