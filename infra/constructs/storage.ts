import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { objectDays } from '../../core/retention.ts';
import { indexNames, tableSchema } from '../../core/table-schema.ts';
import type { IndexName } from '../../core/table-schema.ts';
import type { Grant, RunletFunction } from './runlet-function.ts';

export interface StorageProps {
  retentionDays: number;
}

/** First parts of the bucket's keys; `code` lies in the versioned bucket, all else in that of the runs. */
export type Folder = 'code' | 'runs' | 'uploads' | 'scans' | 'pool';
type Right = 'read' | 'write' | 'remove';

const objectActions: Record<Right, string[]> = {
  read: ['s3:GetObject'],
  write: ['s3:PutObject', 's3:AbortMultipartUpload'],
  remove: ['s3:DeleteObject'],
};

/** The partition keys that a request touches. AWS docs: "Using IAM policy conditions for fine-grained access control". */
const leadingKeys = 'dynamodb:LeadingKeys';
/** What may be done to rows beside reading and writing them: taking them away, asking in a transaction how they are, and listing them by an index. */
interface MoreOfRows {
  remove?: boolean;
  check?: boolean;
  lists?: readonly IndexName[];
}

/** Partition keys of tokens: by the hash of their secret, and all in a list; functions/stores/tokens/record.ts makes them. */
const ofTokens = ['TOK#*', 'TOKENS'];

const tidy: LifecycleRule = { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) };

/** What is kept: rows, the code of scripts (versioned), and what runs were given and left behind. All of it outlives the stack. */
export class Storage extends Construct {
  private readonly table: Table;
  private readonly scripts: Bucket;
  private readonly runs: Bucket;

  constructor(scope: Construct, id: string, { retentionDays }: StorageProps) {
    super(scope, id);
    this.table = this.makeTable();
    const noncurrent: LifecycleRule = { id: 'replaced-code', noncurrentVersionExpiration: Duration.days(retentionDays) };
    this.scripts = this.makeBucket('Scripts', { versioned: true, lifecycleRules: [tidy, noncurrent] });
    this.runs = this.makeBucket('Runs', { versioned: false, lifecycleRules: [tidy, ...runRules(retentionDays)] });
  }

  get tableName(): string {
    return this.table.tableName;
  }

  get bucketNames(): { scripts: string; runs: string } {
    return { scripts: this.scripts.bucketName, runs: this.runs.bucketName };
  }

  /** Writes that DynamoDB refused because they came too fast. */
  throttledWrites(options: MetricOptions): Metric {
    return this.table.metric('WriteThrottleEvents', options);
  }

  /** What is paid for: units read and written. */
  consumedUnits(options: MetricOptions): Metric[] {
    return [this.table.metricConsumedReadCapacityUnits(options), this.table.metricConsumedWriteCapacityUnits(options)];
  }

  /** Reading and writing rows but those of tokens: whoever could write these would be whom they like. */
  rows(more: MoreOfRows = {}): Grant {
    return (fn) => this.allowRows(fn, more, { 'ForAllValues:StringNotLike': { [leadingKeys]: ofTokens } });
  }

  /** Reading, writing and removing rows, those of tokens too. */
  readonly rowsAndTokens: Grant = (fn) => this.allowRows(fn, { remove: true }, {});

  /** Reading rows of tokens by key and noting in them that they were used, as the authorizer does. */
  readonly tokensByKey: Grant = (fn) => {
    const conditions = { 'ForAllValues:StringLike': { [leadingKeys]: ofTokens } };
    fn.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], [this.table.tableArn], conditions);
    fn.tell('RUNLET_TABLE', this.table.tableName);
  };

  /** The objects below a folder of keys. Grants to download and upload are signed with the function's own rights, so they reach no further than these. */
  objects(folder: Folder, ...rights: Right[]): Grant {
    const bucket = folder === 'code' ? this.scripts : this.runs;
    return (fn) => {
      fn.allow(
        rights.flatMap((right) => objectActions[right]),
        [bucket.arnForObjects(`${folder}/*`)],
      );
      // Without the right to list, S3 answers 403 instead of 404 for what is not there.
      if (rights.includes('read')) fn.allow(['s3:ListBucket'], [bucket.bucketArn]);
      fn.tell('RUNLET_SCRIPTS_BUCKET', this.scripts.bucketName);
      fn.tell('RUNLET_RUNS_BUCKET', this.runs.bucketName);
    };
  }

  /** What the adapter of the Table sends, and nothing that could list or change the table itself. */
  private allowRows(
    fn: RunletFunction,
    { remove = false, check = false, lists = [] }: MoreOfRows,
    conditions: Record<string, Record<string, string[]>>,
  ): void {
    const { tableArn, tableName } = this.table;
    const more = [...(remove ? ['dynamodb:DeleteItem'] : []), ...(check ? ['dynamodb:ConditionCheckItem'] : [])];
    fn.allow(['dynamodb:GetItem', 'dynamodb:UpdateItem', ...more], [tableArn], conditions);
    fn.allow(['dynamodb:Query'], [tableArn, ...lists.map((name) => `${tableArn}/index/${name}`)], conditions);
    fn.tell('RUNLET_TABLE', tableName);
  }

  private makeTable(): Table {
    const table = new Table(this, 'Table', {
      partitionKey: { name: tableSchema.partitionKey, type: AttributeType.STRING },
      sortKey: { name: tableSchema.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.DEFAULT,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: tableSchema.expiresAt,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const name of indexNames)
      table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: { name: tableSchema.indexes[name].partitionKey, type: AttributeType.STRING },
        sortKey: { name: tableSchema.indexes[name].sortKey, type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      });
    return table;
  }

  private makeBucket(id: string, props: { versioned: boolean; lifecycleRules: LifecycleRule[] }): Bucket {
    return new Bucket(this, id, {
      ...props,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

/** The data of runs goes once their rows are gone, and so do uploads, which runs may read; questions to the scanner and jobs of warm slots serve for minutes. */
function runRules(retentionDays: number): LifecycleRule[] {
  const kept = objectDays(retentionDays);
  return [rule('runs', kept), rule('uploads', kept), rule('scans', 1), rule('pool', 1)];
}

function rule(id: Folder, days: number): LifecycleRule {
  return { id, prefix: `${id}/`, expiration: Duration.days(days) };
}
