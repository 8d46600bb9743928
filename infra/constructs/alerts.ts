import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic, Subscription, SubscriptionProtocol } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** Who hears what: `runs` tells of runs that failed, `operations` of alarms. */
export class Alerts extends Construct {
  readonly runs: Topic;
  readonly operations: Topic;

  constructor(scope: Construct, id: string, { email }: { email: string | null }) {
    super(scope, id);
    // AWS's own key for topics costs nothing and lets every role of the account use it through SNS, but not CloudWatch, which tells alarms.
    const masterKey = Alias.fromAliasName(this, 'Key', 'alias/aws/sns');
    this.runs = new Topic(this, 'Runs', { enforceSSL: true, masterKey });
    this.operations = new Topic(this, 'Operations', { enforceSSL: true });
    this.operations.addToResourcePolicy(alarmsOf(this.operations));
    if (email === null) return;
    for (const topic of [this.runs, this.operations])
      new Subscription(topic, 'Email', { topic, protocol: SubscriptionProtocol.EMAIL, endpoint: email });
  }
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
