import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleAll } from '../../infra/bundle.ts';
import { installation } from '../../tests/aws/lambda-runtime/environment.ts';
import { startFunction } from '../../tests/aws/lambda-runtime/start-function.ts';
import type { Bench, Report } from '../bench.ts';
import { bounded, compared, plain } from '../figures.ts';
import { alternate, seriesOf } from '../measure.ts';

const empty = 'an empty handler';

/** What each function's bundle weighs, and how long it takes on AWS's own runtime client from the start of the process until it asks for its first
 *  event, against a handler that does nothing. */
export async function bundles(bench: Bench): Promise<Report> {
  const bare = join(bench.folder, 'empty');
  await mkdir(bare);
  await writeFile(join(bare, 'index.mjs'), 'export const handler = async () => null;\n');
  const built = await bundleAll(join(bench.folder, 'lambdas'));
  const series = await alternate(
    [{ name: empty, once: () => init(bare) }, ...built.map(({ name, folder }) => ({ name, once: () => init(folder) }))],
    bench.rounds ?? 15,
    2,
  );
  const baseline = seriesOf(series, empty);
  return {
    figures: [
      plain(baseline),
      ...built.map(({ name }) => compared(seriesOf(series, name), baseline, 2)),
      ...built.map(({ name, startBytes }) => bounded(`${name}: loaded at start`, startBytes / 1000, 'KB', 400)),
    ],
    notes: ['In all, with what is loaded on first use:', ...built.map(({ name, totalBytes }) => `${kilo(totalBytes)}  ${name}`)],
  };
}

async function init(folder: string): Promise<void> {
  await (await startFunction(folder, installation())).close();
}

function kilo(bytes: number): string {
  return `${(bytes / 1000).toFixed(0).padStart(6)} KB`;
}
