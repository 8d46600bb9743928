import * as z from 'zod';

/** One call as it went over the wire, before anybody has understood it. */
export interface Wire {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
}

/** A right that was used: an action of IAM and what it was used on. */
export interface Use {
  action: string;
  resource: string;
}

/** What a call to AWS was, as IAM sees it. One call may use several rights, such as a transaction. */
export interface Call {
  /** Name of the function in whose name it was made; null for people's own calls and for the public API. A presigned call is its signer's. */
  by: string | null;
  presigned: boolean;
  /** The service's signing name, or `execute-api` for a call of the deployed API. */
  service: string;
  /** The operation, or method and path for the deployed API. */
  operation: string;
  uses: Use[];
  status: number;
  at: number;
}

const account = '000000000000';
const region = 'us-east-1';
const target = z.record(z.string(), z.unknown());
const text = z.string();
const item = z.record(z.string(), z.object({ TableName: z.string() }));

/** Understands a call; the status is added by who has seen the answer. */
export function understand(wire: Wire): Omit<Call, 'status' | 'at'> {
  const credential = credentialOf(wire);
  const by = tokenOf(wire);
  const presigned = wire.headers['authorization']?.startsWith('AWS4-') !== true && credential !== null;
  if (wire.url.pathname.startsWith('/_aws/execute-api/')) {
    const path = wire.url.pathname.split('/').slice(5).join('/');
    return { by: null, presigned: false, service: 'execute-api', operation: `${wire.method} /${path}`, uses: [] };
  }
  const service = credential?.split('/')[3] ?? 'unsigned';
  const [operation, uses] = usesOf(service, wire);
  return { by, presigned, service, operation, uses };
}

function usesOf(service: string, wire: Wire): [string, Use[]] {
  const operation = (wire.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
  const asked = wire.headers['x-amz-target'] === undefined ? {} : target.parse(JSON.parse(wire.body.toString('utf8') || '{}'));
  switch (service) {
    case 'dynamodb':
      return [operation, tableUses(operation, asked)];
    case 's3':
      return bucketUse(wire);
    case 'lambda':
      return ['Invoke', [use('lambda:InvokeFunction', lambdaArn(decodeURIComponent(wire.url.pathname.split('/')[3] ?? '')))]];
    case 'sns': {
      const form = new URLSearchParams(wire.body.toString('utf8'));
      const action = form.get('Action') ?? '';
      return [action, [use(`sns:${action}`, form.get('TopicArn') ?? form.get('SubscriptionArn') ?? '*')]];
    }
    case 'scheduler':
      return scheduleUse(wire);
    case 'ecs':
      return [`${operation}${sizeOf(asked)}`, [use(`${service}:${operation}`, named(asked))]];
    default:
      return [operation, [use(`${service}:${operation}`, named(asked))]];
  }
}

const scheduleVerbs: Record<string, string> = { POST: 'Create', PUT: 'Update', DELETE: 'Delete', GET: 'Get' };
const grouped = z.object({ GroupName: z.string() });

/** The group stands in the body of what writes a schedule, and in the address of what does not. */
function scheduleUse({ method, url, body }: Wire): [string, Use[]] {
  const name = url.pathname.split('/')[2];
  if (name === undefined) return ['ListSchedules', [use('scheduler:ListSchedules', '*')]];
  const group = url.searchParams.get('groupName') ?? grouped.parse(JSON.parse(body.toString('utf8'))).GroupName;
  const operation = `${scheduleVerbs[method]}Schedule`;
  return [operation, [use(`scheduler:${operation}`, `arn:aws:scheduler:${region}:${account}:schedule/${group}/${name}`)]];
}

const overrides = z.object({ overrides: z.object({ cpu: z.string(), memory: z.string() }) });

/** ` 256x512` for a task that is started in that size, by which a test knows its own. */
function sizeOf(asked: Record<string, unknown>): string {
  const { data } = overrides.safeParse(asked);
  return data === undefined ? '' : ` ${data.overrides.cpu}x${data.overrides.memory}`;
}

/** What a call of a JSON service was made on: the first of these names that it has. */
function named(asked: Record<string, unknown>): string {
  const list = z.array(z.string()).catch([]).parse(asked['tasks']);
  for (const name of [asked['taskDefinition'], asked['task'], list[0], asked['cluster'], asked['stateMachineArn'], asked['executionArn']])
    if (typeof name === 'string') return name;
  const parameter = text.safeParse(asked['Name']).data;
  return parameter === undefined ? '*' : `arn:aws:ssm:${region}:${account}:parameter/${parameter.replace(/^\//, '')}`;
}

const writes: Record<string, string> = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem' };

function tableUses(operation: string, asked: Record<string, unknown>): Use[] {
  const several = z.array(item).optional().parse(asked['TransactItems']);
  if (several)
    return several.flatMap((one) =>
      Object.entries(one).map(([kind, { TableName }]) => use(`dynamodb:${writes[kind] ?? 'GetItem'}`, tableArn(TableName))),
    );
  const table = tableArn(text.catch('').parse(asked['TableName']));
  const index = text.safeParse(asked['IndexName']).data;
  return [use(`dynamodb:${operation}`, index === undefined ? table : `${table}/index/${index}`)];
}

function bucketUse({ method, url, body }: Wire): [string, Use[]] {
  const [, bucket = '', ...rest] = url.pathname.split('/').map((part) => decodeURIComponent(part));
  const key = rest.join('/');
  const object = (name: string) => `arn:aws:s3:::${bucket}/${name}`;
  const one = (action: string, on = object(key)): [string, Use[]] => [action, [use(`s3:${action}`, on)]];
  if (key === '' && method === 'GET')
    return one(url.searchParams.has('versions') ? 'ListBucketVersions' : 'ListBucket', `arn:aws:s3:::${bucket}`);
  if (url.searchParams.has('delete'))
    return [
      'DeleteObjects',
      Array.from(body.toString('utf8').matchAll(/<Key>([^<]*)<\/Key>/g), ([, name = '']) => use('s3:DeleteObject', object(name))),
    ];
  if (key === '' && method === 'POST') return one('PutObject', object(fieldOf(body, 'key') ?? ''));
  if (url.searchParams.has('uploadId') && method === 'DELETE') return one('AbortMultipartUpload');
  if (method === 'DELETE') return one('DeleteObject');
  return one(method === 'GET' || method === 'HEAD' ? 'GetObject' : 'PutObject');
}

function use(action: string, resource: string): Use {
  return { action, resource };
}

function tableArn(name: string): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${name}`;
}

function lambdaArn(name: string): string {
  return name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** `AKIA…/date/region/service/aws4_request`, from the header, the address or the form. */
function credentialOf({ headers, url, body }: Wire): string | null {
  const signed = /Credential=([^,\s]+)/.exec(headers['authorization'] ?? '')?.[1];
  return signed ?? url.searchParams.get('X-Amz-Credential') ?? (isForm(headers) ? (fieldOf(body, 'X-Amz-Credential') ?? null) : null);
}

function tokenOf({ headers, url, body }: Wire): string | null {
  const given = headers['x-amz-security-token'] ?? url.searchParams.get('X-Amz-Security-Token');
  return given ?? (isForm(headers) ? (fieldOf(body, 'X-Amz-Security-Token') ?? null) : null);
}

function isForm(headers: Record<string, string>): boolean {
  return headers['content-type']?.startsWith('multipart/form-data') === true;
}

function fieldOf(body: Buffer, name: string): string | undefined {
  const found = new RegExp(`name="${name}"(?:\\r\\n[^\\r\\n]+)*\\r\\n\\r\\n([^\\r\\n]*)`, 'i').exec(body.toString('latin1', 0, 64 * 1024));
  return found?.[1];
}
