import { docker } from '../../tests/aws/stand-ins/docker.ts';
import { countRun, openAwsPlace } from '../aws-run.ts';
import type { AwsPlace, CountedRun } from '../aws-run.ts';
import type { Bench, Report } from '../bench.ts';
import { bounded, compared, plain } from '../figures.ts';
import { alternate, median, seriesOf } from '../measure.ts';

const bare = 'docker run of the same image';
const firstLine = 'from submit to the first line of the log';
/** A run of so many seconds: long enough for a beat of its own. */
export const usual = 'import time\nprint("hello", flush=True)\ntime.sleep(10)\n';

/** What one run of 10 s causes in the deployed installation, held to bars, and how long a person waits for its first line. */
export async function awsPath(bench: Bench): Promise<Report> {
  await using place = await openAwsPlace();
  // The functions start cold once.
  await countRun(place, 'print(1)\n');
  const counted: CountedRun[] = [];
  for (let round = 0; round < 3; round++) counted.push(await countRun(place, usual));
  const worst = (what: keyof CountedRun) => Math.max(...counted.map((run) => run[what]));
  const image = await runnerImage(place);
  const cases = [
    { name: bare, once: () => hello(place, image) },
    { name: firstLine, once: () => untilFirstLine(place) },
  ];
  const series = await alternate(cases, bench.rounds ?? 10, 1);
  const baseline = seriesOf(series, bare);
  return {
    figures: [
      bounded('transitions of the state machine', worst('transitions'), '', 5),
      bounded('API calls beside beats', worst('apiCalls'), '', 6),
      bounded('write units of the table', worst('writeUnits'), '', 30),
      bounded('read units of the table', worst('readUnits'), '', 30),
      bounded('beats', worst('beats'), '', null),
      bounded('Lambda invocations', worst('invocations'), '', null),
      bounded('objects put', worst('bucketPuts'), '', null),
      bounded('objects read', worst('bucketGets'), '', null),
      plain(baseline),
      compared(seriesOf(series, firstLine), baseline),
    ],
    notes: [`Counted is the greatest of ${counted.length} runs of 10 s, one after the other, each submitted and asked for once.`],
  };
}

/** The middle of what runs of 10 s cause. */
export async function middleRun(rounds: number): Promise<CountedRun> {
  await using place = await openAwsPlace();
  await countRun(place, 'print(1)\n');
  const counted: CountedRun[] = [];
  for (let round = 0; round < rounds; round++) counted.push(await countRun(place, usual));
  const middle = (what: keyof CountedRun) => median(counted.map((run) => run[what]));
  const [transitions, apiCalls, beats, invocations] = [middle('transitions'), middle('apiCalls'), middle('beats'), middle('invocations')];
  const [writeUnits, readUnits, bucketPuts, bucketGets] = [
    middle('writeUnits'),
    middle('readUnits'),
    middle('bucketPuts'),
    middle('bucketGets'),
  ];
  const [lambdaGibSec, logBytes] = [middle('lambdaGibSec'), middle('logBytes')];
  return { transitions, apiCalls, beats, invocations, writeUnits, readUnits, bucketPuts, bucketGets, lambdaGibSec, logBytes };
}

async function untilFirstLine({ runlet }: AwsPlace): Promise<void> {
  const run = await runlet.previewRun({ body: { source: 'print("hello")\n' } });
  for await (const event of runlet.followRun({ params: { run: run.id } })) {
    if (event.type === 'log') return;
    if (event.type === 'end') throw new Error(`the run ended without a line: ${event.data.message}`);
  }
}

/** The image as it was deployed. */
async function runnerImage({ installation: { engine } }: AwsPlace): Promise<string> {
  const names = await docker(engine, ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']);
  const found = names.split('\n').find((name) => name.startsWith('cdk-'));
  if (found === undefined) throw new Error('the image of the runner was not found');
  return found;
}

/** As a task of the smallest size runs it. */
async function hello({ installation: { engine } }: AwsPlace, image: string): Promise<void> {
  const size = ['--memory', '512m', '--cpus', '0.25', '--network', 'host', '--read-only'];
  await docker(engine, ['run', '--rm', ...size, '--entrypoint', 'python3', image, '-c', 'print("hello")']);
}
