import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import type { Context } from "aws-lambda";
import { openSearchCluster } from "../configurator/opensearch-cluster";
import { ConfigurationError } from "../shared/errors";
import { DocumentTable } from "../shared/state-table/document-table";
import { OpenSearchActivity, OpenSearchStateStore } from "./opensearch-activity";
import { defaultSilenceRules, type SilenceRules } from "./rules";
import { TableStateStore } from "./table-state";
import { type WatchReport, watchSilence } from "./watch";

/** A day of a large organisation's logs takes OpenSearch a while. */
const requestTimeoutMilliseconds = 120_000;

const logger = new Logger();
const sns = new SNSClient({});
const dynamoDb = new DynamoDBClient({});

type Handler = (event: unknown, context: Context) => Promise<WatchReport>;

/** Makes the handler of a stack: each run tells who has stopped sending logs, and who is back. */
export function createHandler({ silence = defaultSilenceRules }: { readonly silence?: SilenceRules }): Handler {
  return async (_event, context) => {
    logger.addContext(context);
    const { OPENSEARCH_ENDPOINT: endpoint, ALARM_TOPIC_ARN: topicArn, AWS_REGION: region } = process.env;
    // A collection of OpenSearch Serverless keeps no document that changes.
    const { STATE_TABLE: tableName } = process.env;
    if (!endpoint || !topicArn || !region) {
      throw new ConfigurationError("OPENSEARCH_ENDPOINT, ALARM_TOPIC_ARN and AWS_REGION must be set");
    }
    const service = tableName ? "aoss" : "es";
    const cluster = openSearchCluster(endpoint, region, defaultProvider(), { requestTimeoutMilliseconds, service });
    const now = () => Date.now();
    const report = await watchSilence(silence, {
      activity: new OpenSearchActivity(cluster, now),
      store: tableName
        ? new TableStateStore(new DocumentTable(dynamoDb, tableName, "silence"))
        : new OpenSearchStateStore(cluster),
      notifier: {
        publish: async (subject, message) => {
          logger.warn("senders of logs", { subject, message });
          await sns.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: message }));
        },
      },
      now,
    });
    logger.info("looked for silence", { ...report });
    return report;
  };
}
