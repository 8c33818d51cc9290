import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { SiemComponent } from "../siem-component";

export interface AccessAnalyzerOrganizationArgs {
  readonly regions: readonly string[];
  /** What must be in force before: that the account administers IAM Access Analyzer. */
  readonly after: readonly pulumi.Resource[];
}

/** What is shared with others than the organization's accounts, in each region. Its provider must be the delegated administrator's. */
export class AccessAnalyzerOrganization extends SiemComponent {
  constructor(name: string, args: AccessAnalyzerOrganizationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:organization:AccessAnalyzerOrganization", name, args, opts);
    for (const region of args.regions) {
      new aws.accessanalyzer.Analyzer(
        `${name}-${region}`,
        { region, analyzerName: name, type: "ORGANIZATION" },
        { parent: this, dependsOn: [...args.after] },
      );
    }
    this.registerOutputs({});
  }
}
