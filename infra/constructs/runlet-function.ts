import { join, resolve } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Condition } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { retentionOf } from '../retention.ts';

/** Gives a function a right and, with it, the names that it needs to use it. */
export type Grant = (fn: RunletFunction) => void;

export interface RunletFunctionProps {
  /** The Lambda's folder below `.cache/lambdas`, or another folder with Python. */
  code: { kind: 'bundle'; name: string } | { kind: 'python'; folder: string; handler: string };
  memoryMiB: number;
  timeoutSec: number;
  retentionDays: number;
  tracing: boolean;
}

const bundles = resolve(import.meta.dirname, '..', '..', '.cache', 'lambdas');

/** One Lambda with its log group. It may do nothing and knows nothing but what grants give it. */
export class RunletFunction extends Construct {
  /** The longest that one call of it takes. */
  readonly timeoutSec: number;
  private readonly fn: Function;
  private readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { code, memoryMiB, timeoutSec, retentionDays, tracing }: RunletFunctionProps) {
    super(scope, id);
    this.timeoutSec = timeoutSec;
    this.logGroup = new LogGroup(this, 'Log', { retention: retentionOf(retentionDays), removalPolicy: RemovalPolicy.DESTROY });
    // Its own log is all that a function may write to unasked; AWS's managed policy would open every log of the account.
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.logGroup.logGroupArn] }),
    );
    this.fn = new Function(this, 'Function', {
      ...(code.kind === 'bundle'
        ? { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromAsset(join(bundles, code.name)) }
        : { runtime: Runtime.PYTHON_3_13, handler: code.handler, code: Code.fromAsset(code.folder, { exclude: ['**/__pycache__'] }) }),
      role,
      architecture: Architecture.ARM_64,
      memorySize: memoryMiB,
      timeout: Duration.seconds(timeoutSec),
      tracing: tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      logGroup: this.logGroup,
    });
  }

  /** For what calls it. */
  get target(): IFunction {
    return this.fn;
  }

  get arn(): string {
    return this.fn.functionArn;
  }

  get logGroupName(): string {
    return this.logGroup.logGroupName;
  }

  /** Lets it do this to these, and no more. */
  allow(actions: string[], resources: string[], conditions: Record<string, Condition> = {}): void {
    this.fn.addToRolePolicy(new PolicyStatement({ actions, resources, conditions }));
  }

  /** Tells it a name by its environment. Never a secret: environments can be read by whoever may look at functions. */
  tell(name: `RUNLET_${string}` | 'POWERTOOLS_TRACE_ENABLED', value: string): void {
    this.fn.addEnvironment(name, value);
  }
}
