import * as routes from '../../../core/routes/scripts.ts';
import { http } from '../../doors/http.ts';
import { differences } from './differences.ts';
import type { FileSet } from '../../stores/code/hash.ts';
import type { Stores } from '../../stores/index.ts';

/** Compares two versions file by file; before version 1 there is nothing. */
export const diffVersions = http(routes.diffVersions, async ({ params, query, services: { stores } }) => {
  const { version } = await stores.versions.require(params.script, params.version);
  const from = query.from ?? version.version - 1;
  const [before, after] = await Promise.all([filesOf(stores, params.script, from), filesOf(stores, params.script, version.version)]);
  return { from, to: version.version, files: differences(before, after) };
});

async function filesOf(stores: Stores, script: string, number: number): Promise<FileSet> {
  if (number === 0) return new Map();
  const { version } = await stores.versions.require(script, number);
  return (await stores.code.load(version.sha256)).files;
}
