import { serve } from '../../local/serve.ts';

/** Serves the folder of its first argument with as many runs at once as its second says, by a clock that is as many milliseconds ahead as its third
 *  says, tells its address in one line, and stays. */
const [dataDir = '', maxRuns = '2', clockMs = '0'] = process.argv.slice(2);
const now = () => new Date(Date.now() + Number(clockMs));
const { url, token } = await serve({ dataDir, port: 0, maxRuns: Number(maxRuns), now });
console.log(JSON.stringify({ url, token }));
