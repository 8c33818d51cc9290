import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { canonicalJson } from "../aws/canonical-json";
import { type AwsTarget, currentTarget } from "../aws/target";
import { CustomerKey } from "../encryption/customer-key";
import { SiemComponent } from "../siem-component";
import { type CollectionUsers, dataAccessRules } from "./collection-access";

/** The VPC that a search collection is reached from. */
export interface CollectionNetwork {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly securityGroupIds: readonly pulumi.Input<string>[];
}

export interface SearchCollectionArgs {
  /** Where the collection is made. Default: the provider's partition, region and account. */
  readonly target?: AwsTarget;
  readonly users: CollectionUsers;
  /** Default: the collection is reached from the internet, by the roles of `users` alone. */
  readonly network?: CollectionNetwork | undefined;
  /** Keep everything in a second zone as well; cannot be changed later. Default: true. */
  readonly standbyReplicas?: boolean;
  /** Refuse to delete collection and key. Default: true. */
  readonly protect?: boolean;
}

/**
 * A collection of OpenSearch Serverless, of the type that takes the ids of documents from whoever creates them: encrypted
 * with a key of its own, reached through a VPC endpoint, open to named roles. docs/serverless.md says what it lacks.
 */
export class SearchCollection extends SiemComponent {
  readonly collectionArn: pulumi.Output<string>;
  /** `https://...`; known when the collection can be used. */
  readonly endpoint: pulumi.Output<string>;
  readonly dashboardsUrl: pulumi.Output<string>;

  /** `name` is the collection's name as well: 3 to 24 lower-case letters, digits and hyphens. */
  constructor(name: string, args: SearchCollectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:search:SearchCollection", name, args, opts);
    const { users, network, standbyReplicas = true, protect = true } = args;
    const target = args.target ?? currentTarget(this);
    const child = { parent: this };
    const collectionRule = { ResourceType: "collection", Resource: [`collection/${name}`] };

    const key = new CustomerKey(`${name}-search`, { target, description: `Search collection ${name}`, protect }, child);
    const encryption = new aws.opensearch.ServerlessSecurityPolicy(
      `${name}-encryption`,
      {
        name: `${name}-key`,
        type: "encryption",
        policy: canonicalJson({ Rules: [collectionRule], AWSOwnedKey: false, KmsARN: key.keyArn }),
      },
      child,
    );
    const endpoint = network && vpcEndpoint(name, network, this);
    const networkPolicy = new aws.opensearch.ServerlessSecurityPolicy(
      `${name}-network`,
      {
        name: `${name}-network`,
        type: "network",
        policy: canonicalJson([
          {
            Rules: [collectionRule, { ...collectionRule, ResourceType: "dashboard" }],
            AllowFromPublic: endpoint === undefined,
            ...(endpoint && { SourceVPCEs: [endpoint.id] }),
          },
        ]),
      },
      child,
    );
    const access = new aws.opensearch.ServerlessAccessPolicy(
      `${name}-access`,
      { name: `${name}-data`, type: "data", policy: canonicalJson(dataAccessRules(name, users)) },
      child,
    );
    const collection = new aws.opensearch.ServerlessCollection(
      name,
      // Collections of time series take no ids from outside, and a log that is delivered again would be there twice.
      { name, type: "SEARCH", standbyReplicas: standbyReplicas ? "ENABLED" : "DISABLED" },
      { parent: this, protect, dependsOn: [encryption, networkPolicy] },
    );

    this.collectionArn = collection.arn;
    // Who uses the endpoint is let in by then.
    this.endpoint = pulumi.all([collection.collectionEndpoint, access.id]).apply(([url]) => url);
    this.dashboardsUrl = collection.dashboardEndpoint;
    this.registerOutputs({ collectionArn: this.collectionArn, endpoint: this.endpoint });
  }
}

function vpcEndpoint(name: string, network: CollectionNetwork, parent: pulumi.Resource) {
  const { vpcId, subnetIds, securityGroupIds } = network;
  return new aws.opensearch.ServerlessVpcEndpoint(
    name,
    { name: `${name}-vpc`, vpcId, subnetIds, securityGroupIds: [...securityGroupIds] },
    { parent },
  );
}
