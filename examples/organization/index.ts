import * as pulumi from "@pulumi/pulumi";
import { Siem, siemOutputs } from "pulumi-aws-siem";
import { refuseOtherAccount, siemArgs, stackSettings } from "pulumi-aws-siem/settings";

export = async () => {
  const settings = stackSettings(__dirname);
  await refuseOtherAccount(settings);
  return siemOutputs(new Siem(`siem-${pulumi.getStack()}`, siemArgs(settings)));
};
