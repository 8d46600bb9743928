import * as z from 'zod';
import { account } from '../harness/deploy.ts';
import type { Record } from '../harness/record.ts';

/** A right that a function has: an action on what this pattern names. */
export interface Right {
  function: string;
  action: string;
  pattern: string;
}

const list = z.union([z.string().transform((one) => [one]), z.array(z.unknown())]);
const policy = z.object({
  PolicyDocument: z.object({ Statement: z.array(z.object({ Effect: z.literal('Allow'), Action: list, Resource: z.unknown() })) }),
  Roles: z.array(z.object({ Ref: z.string() })),
});
const functionRole = z.object({ Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }) });
const pseudo: { [name: string]: string } = {
  'AWS::Partition': 'aws',
  'AWS::Region': account.region,
  'AWS::AccountId': account.id,
  'AWS::StackName': 'Runlet',
  'AWS::URLSuffix': 'amazonaws.com',
};
const reference = z.strictObject({ Ref: z.string() });
const attribute = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const joined = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });

/** All rights that the synthesized policies give to functions, with names as they were deployed. */
export function rightsOf({ template, names }: Record): Right[] {
  const resources = Object.entries(template.Resources);
  const roles = new Map(
    resources.flatMap(([id, { Type, Properties }]) =>
      Type === 'AWS::Lambda::Function' ? [[functionRole.parse(Properties).Role['Fn::GetAtt'][0], id]] : [],
    ),
  );
  return resources
    .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
    .map(([, { Properties }]) => policy.parse(Properties))
    .flatMap(({ PolicyDocument, Roles }) =>
      Roles.flatMap(({ Ref }) => {
        const name = roles.get(Ref);
        return name === undefined ? [] : PolicyDocument.Statement.flatMap((statement) => spread(name, statement, { template, names }));
      }),
    );
}

/** Whether a right covers what was done. Where a call names nothing, as those by task token, the action decides. */
export function covers(right: Right, action: string, resource: string): boolean {
  return right.action === action && (resource === '*' || fits(right.pattern, resource));
}

function spread(
  name: string,
  { Action, Resource }: { Action: unknown[]; Resource: unknown },
  known: Pick<Record, 'template' | 'names'>,
): Right[] {
  const patterns = (Array.isArray(Resource) ? Resource : [Resource]).map((one) => resolved(one, known));
  return Action.flatMap((action) => patterns.map((pattern) => ({ function: name, action: String(action), pattern })));
}

/** A pattern of a policy as it is after deployment. */
function resolved(value: unknown, known: Pick<Record, 'template' | 'names'>): string {
  if (typeof value === 'string') return value;
  const ref = reference.safeParse(value).data?.Ref;
  if (ref !== undefined) return pseudo[ref] ?? known.names[ref] ?? ref;
  const parts = joined.safeParse(value).data?.['Fn::Join'];
  if (parts !== undefined) return parts[1].map((part) => resolved(part, known)).join(parts[0]);
  const [id] = attribute.parse(value)['Fn::GetAtt'];
  return arnOf(known.template.Resources[id]?.Type ?? '', known.names[id] ?? id);
}

function arnOf(type: string, name: string): string {
  if (name.startsWith('arn:')) return name;
  const place = `${account.region}:${account.id}`;
  switch (type) {
    case 'AWS::S3::Bucket':
      return `arn:aws:s3:::${name}`;
    case 'AWS::DynamoDB::Table':
      return `arn:aws:dynamodb:${place}:table/${name}`;
    case 'AWS::Lambda::Function':
      return `arn:aws:lambda:${place}:function:${name}`;
    case 'AWS::ECS::Cluster':
      return `arn:aws:ecs:${place}:cluster/${name}`;
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${account.id}:role/${name}`;
    default:
      return `${type} ${name}`;
  }
}

function fits(pattern: string, resource: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(resource);
}
