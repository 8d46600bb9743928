import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Functions } from './functions.ts';
import type { Grant } from './runlet-function.ts';

export interface UndeliveredProps {
  functions: Functions;
  /** Whose messages may end here. */
  messages: ITopic;
  /** Where that ends which `undelivered` cannot record either. */
  untaken: Queue;
}

/** How often `undelivered` is given a batch before it is kept apart. */
const tries = 5;

/**
 * What did not reach whom it was for: due times that Scheduler could not hand over, or with which `fire` failed, and mails that SNS gave up.
 * The function `undelivered` writes each into the record of its schedule or message.
 */
export class Undelivered extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, { functions, messages, untaken }: UndeliveredProps) {
    super(scope, id);
    const fn = functions.get('undelivered');
    this.queue = new Queue(this, 'Queue', {
      // SQS's own key costs nothing and lets Scheduler, Lambda and SNS write without a grant of it.
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // AWS docs, "Using Lambda with Amazon SQS": at least six times as long as the function may take.
      visibilityTimeout: Duration.seconds(6 * fn.timeoutSec),
      deadLetterQueue: { queue: untaken, maxReceiveCount: tries },
    });
    this.queue.addToResourcePolicy(
      // AWS docs, "Configuring an Amazon SNS dead-letter queue": SNS writes in its own name, for the topic.
      new PolicyStatement({
        principals: [new ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': messages.topicArn } },
      }),
    );
    fn.target.addEventSource(new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true }));
  }

  get arn(): string {
    return this.queue.queueArn;
  }

  /** Knowing the queue, to name it to those that write to it. */
  readonly name: Grant = (fn) => fn.tell('RUNLET_UNDELIVERED', this.arn);
}
