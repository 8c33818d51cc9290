import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { DependencyError } from "../../shared/errors";
import type { AlertMessage } from "../alerts/message";

/** Sends a message to people. Throws DependencyError. */
export type Publish = (message: AlertMessage) => Promise<void>;

/** The topic of alerts: mail gets a text, everybody else JSON. */
export function publishTo(client: SNSClient, topicArn: string): Publish {
  return async ({ subject, text, json, attributes }) => {
    try {
      await client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          MessageStructure: "json",
          Message: JSON.stringify({ default: json, email: text }),
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]),
          ),
        }),
      );
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DependencyError(`The topic does not take "${subject}": ${reason}`, { cause });
    }
  };
}
