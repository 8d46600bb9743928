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
    if (email === null) return;
    for (const topic of [this.runs, this.operations])
      new Subscription(topic, 'Email', { topic, protocol: SubscriptionProtocol.EMAIL, endpoint: email });
  }
}
