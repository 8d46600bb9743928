import { AppError } from '../../../core/errors.ts';
import { checkSecret, isSecretName, mostValueBytes } from '../../ports/secret-form.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Clients } from '../clients/index.ts';
import { faultName, isPassing } from '../passing-fault.ts';

export interface SsmSecretsSettings {
  clients: Pick<Clients, 'ssm'>;
  /** Path below which the parameters lie, like `/runlet/team-a/secrets`: begins with a slash and ends in none. */
  prefix: string;
}

const missing = 'ParameterNotFound';
/** SSM refuses values in which it could see a reference to another parameter; those are kept encoded. */
const encoding = 'base64:';
/** The most that SSM gives at once. */
const pageSize = 10;

/**
 * Secrets as SSM parameters of type SecureString, under the account's own key `alias/aws/ssm`, in the standard tier, which costs nothing.
 * What it needs of IAM: `ssm:PutParameter GetParameter DeleteParameter` below the prefix and `ssm:GetParametersByPath` on it.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export function createSsmSecrets({ clients, prefix }: SsmSecretsSettings): Secrets {
  const parameter = (name: string) => `${prefix}/${name}`;
  return {
    put: async (name, value) => {
      checkSecret(name, value);
      const { client, sdk } = await clients.ssm();
      const request = { Name: parameter(name), Value: encoded(value), Type: 'SecureString', Tier: 'Standard', Overwrite: true } as const;
      await answerOf(client.send(new sdk.PutParameterCommand(request)));
    },
    get: async (name) => {
      if (!isSecretName(name)) return null;
      const { client, sdk } = await clients.ssm();
      const found = await answerOf(client.send(new sdk.GetParameterCommand({ Name: parameter(name), WithDecryption: true })));
      return found?.Parameter?.Value === undefined ? null : decoded(found.Parameter.Value);
    },
    remove: async (name) => {
      if (!isSecretName(name)) return;
      const { client, sdk } = await clients.ssm();
      await answerOf(client.send(new sdk.DeleteParameterCommand({ Name: parameter(name) })));
    },
    list: () => listNames(clients, prefix),
  };
}

async function listNames(clients: Pick<Clients, 'ssm'>, prefix: string): Promise<string[]> {
  const { client, sdk } = await clients.ssm();
  const names: string[] = [];
  for (let NextToken: string | undefined; ;) {
    const request = { Path: prefix, Recursive: false, WithDecryption: false, MaxResults: pageSize, NextToken };
    const page = await answerOf(client.send(new sdk.GetParametersByPathCommand(request)));
    names.push(...(page?.Parameters ?? []).flatMap(({ Name }) => (Name === undefined ? [] : [Name.slice(prefix.length + 1)])));
    NextToken = page?.NextToken;
    if (!NextToken) return names.filter((name) => isSecretName(name)).toSorted();
  }
}

/** The answer, or null when there is no such parameter. SSM's own messages stay behind, because they may quote the value. */
function answerOf<T>(asked: Promise<T>): Promise<T | null> {
  return asked.catch((error: unknown) => {
    if (faultName(error) === missing) return null;
    if (isPassing(error)) throw new AppError('no-capacity', 'The store of secrets does not answer right now; try again in a moment.');
    throw new Error(`SSM refused (${faultName(error)})`);
  });
}

function encoded(value: string): string {
  if (!value.includes('{{') && !value.startsWith(encoding)) return value;
  const text = encoding + Buffer.from(value).toString('base64');
  if (text.length <= mostValueBytes) return text;
  throw new AppError('bad-request', 'The secret cannot be kept as it is; each wrong field is named.', [
    { field: 'value', expected: `at most ${mostValueBytes} bytes as base64, because it holds {{`, got: `${text.length} bytes` },
  ]);
}

function decoded(text: string): string {
  return text.startsWith(encoding) ? Buffer.from(text.slice(encoding.length), 'base64').toString() : text;
}
