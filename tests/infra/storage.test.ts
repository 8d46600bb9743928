import { expect, test } from 'vitest';
import * as z from 'zod';
import { indexNames, tableSchema } from '../../core/table-schema.ts';
import { only, resources, shown, template } from './synthesize.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const index = z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: z.object({ ProjectionType: z.string() }) });
const table = z.object({
  KeySchema: keySchema,
  BillingMode: z.string(),
  GlobalSecondaryIndexes: z.array(index),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }),
  PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }),
});
const rule = z.object({
  Id: z.string(),
  Prefix: z.string().optional(),
  ExpirationInDays: z.int().optional(),
  Status: z.literal('Enabled'),
});
const bucket = z.object({
  BucketEncryption: z.object({ ServerSideEncryptionConfiguration: z.array(z.unknown()).min(1) }),
  PublicAccessBlockConfiguration: z.record(z.string(), z.literal(true)),
  LifecycleConfiguration: z.object({ Rules: z.array(rule) }),
  VersioningConfiguration: z.object({ Status: z.string() }).optional(),
});

function keys(schema: z.output<typeof keySchema>): string[] {
  return schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`);
}

test('the table has the keys and the indexes of which its adapter speaks', () => {
  const { KeySchema, GlobalSecondaryIndexes } = only(template(), 'AWS::DynamoDB::Table', table);
  expect(keys(KeySchema)).toEqual([`HASH ${tableSchema.partitionKey}`, `RANGE ${tableSchema.sortKey}`]);
  const told = GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => [
    IndexName,
    keys(KeySchema),
    Projection.ProjectionType,
  ]);
  const meant = indexNames.map((name) => {
    const { partitionKey, sortKey } = tableSchema.indexes[name];
    return [name, [`HASH ${partitionKey}`, `RANGE ${sortKey}`], 'ALL'];
  });
  expect(told).toEqual(meant);
});

test('the table is paid for by the request, forgets by its time to live, and can be set back to any second', () => {
  const { BillingMode, TimeToLiveSpecification, PointInTimeRecoverySpecification } = only(template(), 'AWS::DynamoDB::Table', table);
  expect(BillingMode).toBe('PAY_PER_REQUEST');
  expect(TimeToLiveSpecification).toEqual({ AttributeName: tableSchema.expiresAt, Enabled: true });
  expect(PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
});

test('no bucket is public, all are encrypted, and only that of the code is versioned', () => {
  const buckets = resources(template(), 'AWS::S3::Bucket').map(({ id, Properties }) => ({ id, ...bucket.parse(Properties) }));
  expect(buckets.map(({ id, VersioningConfiguration }) => [id.replace(/[0-9A-F]{8}$/, ''), VersioningConfiguration?.Status])).toEqual([
    ['StorageScripts', 'Enabled'],
    ['StorageRuns', undefined],
  ]);
  for (const { PublicAccessBlockConfiguration } of buckets)
    expect(Object.keys(PublicAccessBlockConfiguration).toSorted()).toEqual([
      'BlockPublicAcls',
      'BlockPublicPolicy',
      'IgnorePublicAcls',
      'RestrictPublicBuckets',
    ]);
});

test('every bucket refuses whoever comes without TLS 1.2', () => {
  const statement = z.object({ Effect: z.string(), Action: z.unknown(), Principal: z.unknown(), Condition: z.unknown().optional() });
  const policy = z.object({ Bucket: z.unknown(), PolicyDocument: z.object({ Statement: z.array(statement) }) });
  const policies = resources(template(), 'AWS::S3::BucketPolicy').map(({ Properties }) => policy.parse(Properties));
  expect(policies.map(({ Bucket }) => shown(Bucket)).toSorted()).toEqual(
    resources(template(), 'AWS::S3::Bucket')
      .map(({ id }) => `<${id}>`)
      .toSorted(),
  );
  for (const { PolicyDocument } of policies) {
    const refused = PolicyDocument.Statement.map(({ Effect, Condition }) => `${Effect} ${JSON.stringify(Condition)}`);
    expect(refused).toContain('Deny {"Bool":{"aws:SecureTransport":"false"}}');
    expect(refused).toContain('Deny {"NumericLessThan":{"s3:TlsVersion":1.2}}');
    expect(PolicyDocument.Statement.every(({ Effect }) => Effect === 'Deny')).toBe(true);
  }
});

test('what is passed on is gone after a day, what runs were given and left once their rows are gone', () => {
  const { LifecycleConfiguration } = only(template({ knobs: { retentionDays: 45 } }), 'AWS::S3::Bucket', bucket, 'StorageRuns');
  const days = LifecycleConfiguration.Rules.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays]);
  expect(days).toEqual([
    [undefined, undefined],
    ['runs/', 48],
    ['uploads/', 48],
    ['scans/', 1],
    ['pool/', 1],
  ]);
});

test('one setting governs the rows, the objects and the logs', () => {
  const kept = template({ knobs: { retentionDays: 45 } });
  const groups = resources(kept, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties['RetentionInDays']);
  // CloudWatch offers 60 as the next that is not less.
  expect(new Set(groups)).toEqual(new Set([60]));
  for (const { id, Properties } of resources(kept, 'AWS::Lambda::Function'))
    if (id.startsWith('Functions')) expect(JSON.stringify(Properties['Environment'])).toContain('"RUNLET_RETENTION_DAYS":"45"');
});
