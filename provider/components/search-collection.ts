import * as pulumi from "@pulumi/pulumi";
import * as components from "../../components";
import { ConfigurationError } from "../../functions/shared/errors";
import { given, network } from "./arguments";

export interface SearchCollectionArgs {
  /** IAM role that installs templates and dashboards, and deletes old indices. */
  configuratorRoleArn: pulumi.Input<string>;
  /** IAM role that creates documents, and the indices for them. */
  loaderRoleArn: pulumi.Input<string>;
  /** IAM roles that search, and use and change dashboards. Default: none. */
  analystRoleArns?: pulumi.Input<string>[];
  /** IAM roles that search, and create documents. Default: none. */
  operatorRoleArns?: pulumi.Input<string>[];
  /** VPC that the collection is reached from; needs subnetIds and securityGroupIds. Default: it is reached from the internet. */
  vpcId?: pulumi.Input<string>;
  /** Subnets of the VPC endpoint. */
  subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
  /** Security groups of the VPC endpoint. */
  securityGroupIds?: pulumi.Input<string>[];
  /** Keep everything in a second zone as well; cannot be changed later. Default: true. */
  standbyReplicas?: boolean;
  /** Refuse to delete collection and key. Default: true. */
  protect?: boolean;
}

/** A collection of OpenSearch Serverless, encrypted with a key of its own and open to named roles. */
export class SearchCollection extends pulumi.ComponentResource {
  /** ARN of the collection. */
  readonly collectionArn: pulumi.Output<string>;
  /** https://... */
  readonly endpoint: pulumi.Output<string>;
  /** Where people look. */
  readonly dashboardsUrl: pulumi.Output<string>;

  constructor(name: string, args: SearchCollectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:index:SearchCollection", name, {}, opts);
    const { vpcId, standbyReplicas, protect } = args;
    const inside = network(args.subnetIds, args.securityGroupIds);
    if ((inside === undefined) !== (vpcId === undefined)) {
      throw new ConfigurationError("vpcId, subnetIds and securityGroupIds go together: give all of them, or none");
    }
    const collection = new components.SearchCollection(
      name,
      {
        users: {
          configuratorRoleArn: args.configuratorRoleArn,
          loaderRoleArn: args.loaderRoleArn,
          analystRoleArns: args.analystRoleArns ?? [],
          operatorRoleArns: args.operatorRoleArns ?? [],
        },
        network: inside && vpcId !== undefined ? { vpcId, ...inside } : undefined,
        ...given({ standbyReplicas, protect }),
      },
      { parent: this },
    );
    this.collectionArn = collection.collectionArn;
    this.endpoint = collection.endpoint;
    this.dashboardsUrl = collection.dashboardsUrl;
    this.registerOutputs({ collectionArn: this.collectionArn, endpoint: this.endpoint });
  }
}
