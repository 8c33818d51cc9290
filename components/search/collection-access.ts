import type * as pulumi from "@pulumi/pulumi";
import { alertIndex } from "../../functions/detector/alerts/alert-document";
import { signalDataset } from "../../functions/detector/signal-document";

/** Who uses a collection, by IAM roles. */
export interface CollectionUsers {
  /** Installs templates and dashboards, and deletes indices that are older than the retention. */
  readonly configuratorRoleArn: pulumi.Input<string>;
  /** Creates documents, and the indices for them. */
  readonly loaderRoleArn: pulumi.Input<string>;
  /** Searches signals, creates some, and has alerts searched. Default: none. */
  readonly detectorRoleArn?: pulumi.Input<string> | undefined;
  /** Creates signals. Default: none. */
  readonly fastLaneRoleArn?: pulumi.Input<string> | undefined;
  /** Counts the logs of each sender. Default: none. */
  readonly watcherRoleArn?: pulumi.Input<string> | undefined;
  /** Search, and use and change dashboards. */
  readonly analystRoleArns: readonly pulumi.Input<string>[];
  /** Search, and create documents. */
  readonly operatorRoleArns: readonly pulumi.Input<string>[];
}

interface Grant {
  readonly description: string;
  readonly roleArns: readonly pulumi.Input<string>[];
  /** What may be done with templates and aliases. */
  readonly collection: readonly string[];
  /** What may be done with indices, by patterns of their names. */
  readonly indices: Readonly<Record<string, readonly string[]>>;
}

/** Where Dashboards keeps what people make. */
const dashboards = ".kibana*";
const logs = "siem-*";
const signals = `siem-${signalDataset}-*`;
const search = ["DescribeIndex", "ReadDocument"];
const detectorUse = ["CreateIndex", "DescribeIndex", "ReadDocument", "WriteDocument"];
const dashboardUse = ["CreateIndex", "DescribeIndex", "UpdateIndex", "ReadDocument", "WriteDocument"];

/**
 * OpenSearch Serverless knows no permission that creates documents without replacing or deleting some: whoever may write,
 * may do both. https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-genref.html
 */
function grants(users: CollectionUsers): Grant[] {
  return [
    {
      description: "Configurator",
      roleArns: [users.configuratorRoleArn],
      collection: ["CreateCollectionItems", "DescribeCollectionItems", "UpdateCollectionItems"],
      indices: { [logs]: ["DeleteIndex", "DescribeIndex", "UpdateIndex"], [dashboards]: dashboardUse },
    },
    {
      description: "Loader",
      roleArns: [users.loaderRoleArn],
      collection: [],
      indices: { [logs]: ["CreateIndex", "WriteDocument"] },
    },
    {
      description: "Detector",
      roleArns: present(users.detectorRoleArn),
      collection: [],
      indices: { [signals]: detectorUse, [alertIndex]: detectorUse },
    },
    {
      description: "Fast lane",
      roleArns: present(users.fastLaneRoleArn),
      collection: [],
      indices: { [signals]: ["CreateIndex", "WriteDocument"] },
    },
    {
      description: "Silence watch",
      roleArns: present(users.watcherRoleArn),
      collection: [],
      indices: { [logs]: search },
    },
    {
      description: "Analysts",
      roleArns: users.analystRoleArns,
      collection: ["DescribeCollectionItems"],
      indices: { [logs]: search, [alertIndex]: search, [dashboards]: dashboardUse },
    },
    {
      description: "Operators",
      roleArns: users.operatorRoleArns,
      collection: [],
      indices: { [logs]: ["CreateIndex", "DescribeIndex", "ReadDocument", "WriteDocument"] },
    },
  ];
}

function present<Value>(value: Value | undefined): Value[] {
  return value === undefined ? [] : [value];
}

const permissions = (names: readonly string[]) => names.map((name) => `aoss:${name}`);

/** The rules of a data access policy, in the spelling of OpenSearch Serverless. */
export function dataAccessRules(collectionName: string, users: CollectionUsers) {
  return grants(users)
    .filter(({ roleArns }) => roleArns.length > 0)
    .map(({ description, roleArns, collection, indices }) => ({
      Description: description,
      Principal: [...roleArns],
      Rules: [
        ...(collection.length === 0
          ? []
          : [
              {
                ResourceType: "collection",
                Resource: [`collection/${collectionName}`],
                Permission: permissions(collection),
              },
            ]),
        ...Object.entries(indices).map(([pattern, names]) => ({
          ResourceType: "index",
          Resource: [`index/${collectionName}/${pattern}`],
          Permission: permissions(names),
        })),
      ],
    }));
}
