import { join, resolve } from 'node:path';
import { buildPackage } from '../build.ts';

/** Builds what people start once, before any test, because the command's tests start it as people do. */
export default async function setup(): Promise<void> {
  await buildPackage(join(resolve(import.meta.dirname, '..'), 'dist'));
}
