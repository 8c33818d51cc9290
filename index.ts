import * as pulumi from "@pulumi/pulumi";
import { Siem, siemOutputs } from "./components";
import { stackSettings } from "./settings";
import { refuseOtherAccount } from "./settings/log-archive-account";
import { siemArgs } from "./settings/siem-args";

/**
 * The Pulumi program. Pulumi calls it, and so do the local stage and `siem graph`, each time anew; its result is the
 * stack's outputs.
 */
async function deploy() {
  const settings = stackSettings();
  await refuseOtherAccount(settings);
  return siemOutputs(new Siem(`siem-${pulumi.getStack()}`, siemArgs(settings)));
}

export = deploy;
