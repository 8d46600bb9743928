import { rmSync } from 'node:fs';
import { createSealedSecrets } from '../../local/secrets/sealed-secrets.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { secretsContract } from './secrets.contract.ts';

secretsContract('sealed files', () => {
  const dataDir = temporaryFolder('secrets');
  return { secrets: createSealedSecrets(dataDir), close: () => rmSync(dataDir, { recursive: true }) };
});
