// What programs that configure their SIEM by settings can use: `pulumi-aws-siem/settings`.

export { readSettings, type Settings, stackSettings } from "../settings";
export { refuseOtherAccount } from "./log-archive-account";
export { siemArgs } from "./siem-args";
