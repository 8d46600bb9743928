import { expect, test } from 'vitest';
import * as z from 'zod';
import { grantKey, tokenKey } from '../../functions/stores/tokens/record.ts';
import { everyKnob, resources, shown, template } from './synthesize.ts';
import type { Wanted } from './synthesize.ts';

const list = z.unknown().transform((value) => (Array.isArray(value) ? value : [value]).map(shown));
const statement = z.object({ Effect: z.string(), Action: list, Resource: list, Condition: z.unknown().optional() });
const policy = z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }), Roles: z.array(z.unknown()) });

interface Allowed {
  role: string;
  action: string;
  resource: string;
  condition: string;
}

/** Everything that any role of the stack may do, one action on one resource at a time. */
function allowed(wanted: Wanted): Allowed[] {
  return resources(template(wanted), 'AWS::IAM::Policy').flatMap(({ Properties }) => {
    const { PolicyDocument, Roles } = policy.parse(Properties);
    const role = Roles.map(shown)
      .join()
      .replaceAll(/[<>]|[0-9A-F]{8}/g, '');
    return PolicyDocument.Statement.flatMap(({ Action, Resource, Condition }) =>
      Action.flatMap((action) =>
        Resource.map((resource) => ({
          role,
          action,
          resource: resource.replaceAll(/[0-9A-F]{8}/g, ''),
          condition: JSON.stringify(Condition ?? null),
        })),
      ),
    );
  });
}

/** Resources with a wildcard, what may be done to them, and why AWS forces it. */
const wildcards: { resource: RegExp; actions: RegExp; why: string }[] = [
  {
    resource: /^<Storage(Runs|Scripts)\.Arn>\/(code|runs|uploads|scans|pool)\/\*$/,
    actions: /^s3:(Get|Put|Delete)Object$|^s3:AbortMultipartUpload$/,
    why: 'keys are made as runs come',
  },
  { resource: /:task\/<SandboxCluster>\/\*$/, actions: /^ecs:(StopTask|DescribeTasks|TagResource)$/, why: 'ECS makes up the ids of tasks' },
  {
    resource: /:schedule\/<SchedulesGroup>\/\*$/,
    actions: /^scheduler:(Create|Update|Delete)Schedule$/,
    why: 'schedules are made as people make them',
  },
  { resource: /^\*$/, actions: /^sns:(Unsubscribe|GetSubscriptionAttributes)$/, why: 'take no resource' },
  { resource: /^\*$/, actions: /^ecs:ListTasks$/, why: 'takes no task as its resource; a condition names the cluster' },
  { resource: /^\*$/, actions: /^ecr:GetAuthorizationToken$/, why: 'takes no resource' },
  {
    resource: /^\*$/,
    actions: /^logs:(Create|Get|Update|Delete|List)LogDeliver(y|ies)$|^logs:(Put|Describe)ResourcePolic(y|ies)$|^logs:DescribeLogGroups$/,
    why: 'take no resource',
  },
  { resource: /^\*$/, actions: /^xray:(Put|Get)[A-Za-z]+$/, why: 'take no resource; only when tracing is on' },
];

test.each([
  ['as it is by default', {}],
  ['with every knob turned', everyKnob],
])('no action is a wildcard, and no resource is but where AWS forces it: %s', (_, wanted: Wanted) => {
  for (const { role, action, resource } of allowed(wanted)) {
    expect(action, role).not.toContain('*');
    const known = !resource.includes('*') || wildcards.some((one) => one.resource.test(resource) && one.actions.test(action));
    expect(known, `${role} may ${action} on ${resource}`).toBe(true);
  }
});

test('each of these exceptions is there', () => {
  const all = [...allowed({}), ...allowed(everyKnob)];
  for (const { resource, actions, why } of wildcards)
    expect(
      all.some((one) => resource.test(one.resource) && actions.test(one.action)),
      why,
    ).toBe(true);
});

test('what lists tasks is bound to the cluster', () => {
  const listing = allowed({}).filter(({ action }) => action === 'ecs:ListTasks');
  expect(listing.length).toBeGreaterThan(0);
  for (const { condition } of listing) expect(condition).toMatch(/^{"ArnEquals":{"ecs:cluster":{"Fn::GetAtt":\["SandboxCluster/);
});

test('who keeps schedules hands on the role that may call `fire`, and only `launch` the one by which Fargate fetches the image', () => {
  const starting = allowed({}).filter(({ action }) => ['ecs:RunTask', 'iam:PassRole'].includes(action));
  expect(starting.map(({ role, action, resource }) => `${role} ${action} ${resource}`).toSorted()).toEqual([
    'FunctionslaunchRole ecs:RunTask <SandboxDefinition>',
    'FunctionslaunchRole iam:PassRole <SandboxExecutionRole.Arn>',
    'FunctionsschedulesRole iam:PassRole <SchedulesRole.Arn>',
    'FunctionssweepRole iam:PassRole <SchedulesRole.Arn>',
  ]);
  for (const { condition } of starting) expect(condition).not.toBe('null');
});

test('the authorizer reads single rows, notes that a token was used, and does nothing else', () => {
  const its = allowed({}).filter(({ role }) => role === 'FunctionsauthorizerRole');
  expect(its.map(({ action }) => action).toSorted()).toEqual([
    'dynamodb:GetItem',
    'dynamodb:UpdateItem',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]);
});

test('rows of tokens are for `authorizer` and `tokens` alone, and `authorizer` is for no others', () => {
  const onRows = allowed(everyKnob).filter(({ action }) => action.startsWith('dynamodb:'));
  const rolesWith = (condition: string) => new Set(onRows.filter((one) => one.condition === condition).map(({ role }) => role));
  const keys = { 'dynamodb:LeadingKeys': ['TOK#*', 'TOKENS'] };
  expect([...rolesWith('null')]).toEqual(['FunctionstokensRole']);
  expect([...rolesWith(JSON.stringify({ 'ForAllValues:StringLike': keys }))]).toEqual(['FunctionsauthorizerRole']);
  const others = onRows.map(({ role }) => role).filter((role) => !['FunctionstokensRole', 'FunctionsauthorizerRole'].includes(role));
  expect(rolesWith(JSON.stringify({ 'ForAllValues:StringNotLike': keys }))).toEqual(new Set(others));
  expect(others).toContain('FunctionsrunnerRole');
});

test('rows of tokens stand where the permissions say', () => {
  const { pk } = tokenKey('tok_1');
  expect([grantKey('0'.repeat(64)).pk.startsWith('TOK#'), pk]).toEqual([true, 'TOKENS']);
});

test('what reads scripts may do nothing but write its own log', () => {
  const its = allowed({}).filter(({ role }) => role.startsWith('Scanner'));
  expect(its.map(({ action }) => action).toSorted()).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
});

test('nobody may change the table, the buckets, or who may do what', () => {
  const actions = new Set(allowed(everyKnob).map(({ action }) => action));
  for (const action of actions)
    expect(action).not.toMatch(/^iam:(?!PassRole$)|^s3:(Put|Delete)Bucket|^dynamodb:(Create|Update|Delete)Table|^kms:|^sts:/);
});

test('no role takes over a policy of AWS, but the one that API Gateway asks for', () => {
  const managed = resources(template(everyKnob), 'AWS::IAM::Role').flatMap(({ id, Properties }) =>
    Properties['ManagedPolicyArns'] === undefined ? [] : [id.replace(/[0-9A-F]{8}$/, '')],
  );
  expect(managed.filter((id) => !id.startsWith('CustomVpcRestrictDefaultSG'))).toEqual(['ApiRestCloudWatchRole']);
});
