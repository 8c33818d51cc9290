import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { DependencyError } from "../../shared/errors";
import { alertMessage } from "../alerts/message";
import type { Notify } from "../alerts/ports";

/** The topic of alerts: mail gets a text, everybody else JSON. */
export function notifyTopic(client: SNSClient, topicArn: string, dashboardsUrl: string | undefined): Notify {
  return async (alert, notification) => {
    const { subject, text, json, attributes } = alertMessage(alert, notification, dashboardsUrl);
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
      throw new DependencyError(`The topic does not take the alert ${alert.id}: ${reason}`, { cause });
    }
  };
}
