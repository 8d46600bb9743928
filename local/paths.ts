import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The project's folder, or the package's: the nearest one above this file that holds the runner; the bundle lies deeper than the source. */
function findRoot(from: string): string {
  return existsSync(join(from, 'runner-container', 'runner')) || dirname(from) === from ? from : findRoot(dirname(from));
}

const root = findRoot(import.meta.dirname);

export const runnerDir = join(root, 'runner-container');
export const templatesDir = join(root, 'templates');
/** The files of the API's viewer: copied beside the bundle, or as the package brings them. */
export const docsDir =
  [join(root, 'dist', 'docs'), join(root, 'node_modules', 'swagger-ui-dist')].find((folder) => existsSync(folder)) ?? root;
export const packageFile = join(root, 'package.json');

/** The files of one data folder. */
export function dataPaths(dataDir: string) {
  return {
    table: join(dataDir, 'runlet.db'),
    blobs: join(dataDir, 'blobs'),
    server: join(dataDir, 'server.json'),
    pycache: join(dataDir, 'pycache'),
  };
}
