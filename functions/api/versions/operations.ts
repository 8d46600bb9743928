import { createVersion } from './create-version.ts';
import { diffVersions } from './diff-versions.ts';
import { getSource } from './get-source.ts';
import { getVersion } from './get-version.ts';
import { listVersions } from './list-versions.ts';
import { promoteVersion } from './promote-version.ts';

/** What the resource `versions` can do. */
export const versionsOperations = { createVersion, diffVersions, getSource, getVersion, listVersions, promoteVersion } as const;
