import * as pulumi from "@pulumi/pulumi";
import { refuseWrongArguments } from "./arguments/refusal";

/** A part of the SIEM. It refuses what AWS would refuse of its name and arguments minutes later, before anything is made. */
export abstract class SiemComponent extends pulumi.ComponentResource {
  /** @throws ConfigurationError that names each argument that is wrong, its value and what is allowed. */
  constructor(type: string, name: string, args: object, opts?: pulumi.ComponentResourceOptions) {
    refuseWrongArguments(type, name, args);
    super(type, name, {}, opts);
  }
}
