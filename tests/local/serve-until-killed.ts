import { serve } from '../../local/serve.ts';

/** Serves the folder of its first argument with as many runs at once as its second says, tells its address in one line, and stays. */
const [dataDir = '', maxRuns = '2'] = process.argv.slice(2);
const { url, token } = await serve({ dataDir, port: 0, maxRuns: Number(maxRuns) });
console.log(JSON.stringify({ url, token }));
