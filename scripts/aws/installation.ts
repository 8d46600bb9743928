import { CloudFormationClient, DescribeStackResourcesCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';

const outputs = z.object({
  ApiUrl: z.string(),
  TableName: z.string(),
  ScriptsBucketName: z.string(),
  RunsBucketName: z.string(),
  StateMachineArn: z.string(),
  ClusterArn: z.string(),
  UserPoolId: z.string(),
  IdleCost: z.string(),
  RunCost: z.string(),
});
/** What the stack tells of itself; `infra/outputs.ts` writes it. */
export type Outputs = z.output<typeof outputs>;

/** Reads the outputs of a stack; null when there is none. @throws Error in a sentence for people. */
export async function readOutputs(stack: string): Promise<Outputs | null> {
  const found = await describe(stack);
  if (found === null) return null;
  const told = Object.fromEntries((found.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue]));
  const parsed = outputs.safeParse(told);
  if (!parsed.success)
    throw new Error(`The stack ${stack} (${found.StackStatus}) is no installation of Runlet, or was not deployed to its end.`);
  return parsed.data;
}

/** The same, of a stack that must be there. */
export async function requireOutputs(stack: string): Promise<Outputs> {
  const told = await readOutputs(stack);
  if (told === null)
    throw new Error(`There is no stack ${stack} in this account and Region; \`npm run deploy\` makes one, --stack names another.`);
  return told;
}

/** Whether the account and Region were ever prepared for CDK. */
export async function isBootstrapped(): Promise<boolean> {
  return (await describe('CDKToolkit')) !== null;
}

/** The name that AWS gave to a function of the stack. */
export async function functionName(stack: string, name: string): Promise<string | null> {
  const { StackResources = [] } = await new CloudFormationClient().send(new DescribeStackResourcesCommand({ StackName: stack }));
  const found = StackResources.find(
    ({ LogicalResourceId = '', ResourceType }) =>
      ResourceType === 'AWS::Lambda::Function' && LogicalResourceId.startsWith(`Functions${name}Function`),
  );
  return found?.PhysicalResourceId ?? null;
}

async function describe(stack: string) {
  try {
    const { Stacks } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName: stack }));
    const [found] = Stacks ?? [];
    return found === undefined || found.StackStatus === 'DELETE_COMPLETE' ? null : found;
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return null;
    throw new Error(whyNoAnswer(error), { cause: error });
  }
}

/** What stands between us and the account, in one sentence that says what to do. */
export function whyNoAnswer(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  if (name === 'CredentialsProviderError')
    return 'No AWS credentials were found; sign in (`aws sso login`), or name a profile in AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
  if (/region is missing/i.test(message)) return 'No AWS Region is set; set AWS_REGION, or `region` in the profile that AWS_PROFILE names.';
  if (/expired/i.test(`${name} ${message}`)) return 'The AWS credentials have expired; sign in again.';
  if (/AccessDenied|UnauthorizedOperation|not authorized/i.test(`${name} ${message}`))
    return `These AWS credentials may not look at the stack: ${message}`;
  if (/InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch/.test(name))
    return 'AWS does not know these credentials; sign in again.';
  return `AWS did not answer as expected: ${name}: ${message}`;
}
