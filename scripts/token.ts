import { parseArgs } from 'node:util';
import { firstToken } from './aws/first-token.ts';
import { requireOutputs, whyNoAnswer } from './aws/installation.ts';
import { readOptions } from './aws/options.ts';

/** `npm run token -- --name <name> [--stack <name>]`: makes a token that may do everything, and prints it once. */

const { values } = readOptions('npm run token -- --name <name> [--stack <name>]', () =>
  parseArgs({ options: { name: { type: 'string' }, stack: { type: 'string', default: 'Runlet' } } }),
);

try {
  if (!values.name) throw new Error('Say for whom the token is: npm run token -- --name <name>');
  const { TableName, ApiUrl } = await requireOutputs(values.stack);
  const token = await firstToken(TableName, values.name).catch((error: unknown) => {
    throw new Error(whyNoAnswer(error), { cause: error });
  });
  console.error(`A token for ${values.name}, shown once; it may do everything. To use it:`);
  console.error(`  export RUNLET_URL=${ApiUrl} RUNLET_TOKEN=<the token>`);
  console.log(token);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
