import * as z from 'zod';
import { serve } from '../../local/serve.ts';

/** Serves the folder of its first argument with as many runs at once as its second says, by a clock that stands at its third, in Unix milliseconds, or
 *  by this machine's, tells its address in one line, and stays until it is killed or who started it goes. Its clock is set by a message, and answered by one. */
const [dataDir = '', maxRuns = '2', clockMs = ''] = process.argv.slice(2);
let clock = clockMs === '' ? null : Number(clockMs);
const now = () => (clock === null ? new Date() : new Date(clock));
process.on('message', (message) => {
  clock = z.number().parse(message);
  process.send?.(clock);
});
process.on('disconnect', () => process.exit());
const { url, token } = await serve({ dataDir, port: 0, maxRuns: Number(maxRuns), now });
console.log(JSON.stringify({ url, token }));
