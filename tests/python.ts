import { fileURLToPath } from 'node:url';
import { choosePython } from '../local/python/choose.ts';

export { runnerDir } from '../local/paths.ts';

/** The interpreter that tests use, chosen as the program chooses it. */
export const python = choosePython().path;

/** Where the tests' scanners and runners keep their byte code. */
export const pycache = fileURLToPath(new URL('../.cache/pycache', import.meta.url));
