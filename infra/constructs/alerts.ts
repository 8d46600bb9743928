import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic, Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Grant } from './runlet-function.ts';

/** Who hears what: `messages` carries mails to whom subscriptions name, `operations` tells of alarms. */
export class Alerts extends Construct {
  readonly messages: Topic;
  readonly operations: Topic;

  constructor(scope: Construct, id: string, { email }: { email: string | null }) {
    super(scope, id);
    // AWS's own key for topics costs nothing and lets every role of the account use it through SNS, but not CloudWatch, which tells alarms.
    const masterKey = Alias.fromAliasName(this, 'Key', 'alias/aws/sns');
    this.messages = new Topic(this, 'Messages', { enforceSSL: true, masterKey });
    this.operations = new Topic(this, 'Operations', { enforceSSL: true });
    this.operations.addToResourcePolicy(alarmsOf(this.operations));
    if (email === null) return;
    new Subscription(this.operations, 'Email', { topic: this.operations, protocol: SubscriptionProtocol.EMAIL, endpoint: email });
  }

  /** Handing messages to the topic, which passes each on to the one address that it names. */
  readonly publish: Grant = (fn) => {
    fn.allow(['sns:Publish'], [this.messages.topicArn]);
    fn.tell('RUNLET_TOPIC', this.messages.topicArn);
  };

  /** Asking whether the owner of an address has agreed. AWS takes no resource for it, "Actions, resources, and condition keys for Amazon SNS". */
  readonly ask: Grant = (fn) => {
    fn.allow(['sns:GetSubscriptionAttributes'], ['*']);
    fn.tell('RUNLET_TOPIC', this.messages.topicArn);
  };

  /** Subscribing addresses to this topic, and ending subscriptions, for which AWS takes no resource either. */
  readonly subscribe: Grant = (fn) => {
    fn.allow(['sns:Subscribe'], [this.messages.topicArn], { StringEquals: { 'sns:Protocol': 'email' } });
    fn.allow(['sns:Unsubscribe'], ['*']);
    fn.tell('RUNLET_TOPIC', this.messages.topicArn);
  };
}

/**
 * A policy of a topic's own, which asking for TLS makes, takes the place of the one that lets the account's alarms in; without this no alarm is heard.
 * AWS docs: "Notifying users on alarm changes" (permissions of the topic).
 */
function alarmsOf(topic: Topic): PolicyStatement {
  const { partition, region, account } = Stack.of(topic);
  return new PolicyStatement({
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
    },
  });
}
