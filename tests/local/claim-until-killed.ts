import { writeSync } from 'node:fs';
import { claim, claimServer } from '../../local/ownership.ts';

// Started by ownership.test.ts: claims, tells the id, and holds it until it is killed.
const [dataDir = ''] = process.argv.slice(2);
const owner = claim(dataDir);
const server = claimServer(dataDir);
writeSync(1, JSON.stringify({ id: owner.id, server: server !== null }));
setInterval(() => owner.id, 60_000);
