import type { Alerts } from '../../ports/alerts.ts';
import type { Clients } from '../clients/index.ts';

/** Alerts to everybody who subscribed to an SNS topic. Subject, text and attributes are those of the workflow's own state `Publish`, so that one filter fits both. */
export function createSnsAlerts({ sns }: Pick<Clients, 'sns'>, { topicArn }: { topicArn: string }): Alerts {
  return {
    publish: async ({ subject, message, ...about }) => {
      const { client, sdk } = await sns();
      const MessageAttributes = { runId: text(about.runId), status: text(about.status), script: text(about.script) };
      await client.send(new sdk.PublishCommand({ TopicArn: topicArn, Subject: subject, Message: message, MessageAttributes }));
    },
  };
}

function text(value: string) {
  return { DataType: 'String', StringValue: value };
}
