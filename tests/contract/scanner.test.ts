import { createScanner } from '../../local/scanner.ts';
import { pycache, python, runnerDir } from '../python.ts';
import { scannerContract } from './scanner.contract.ts';

scannerContract('resident Python process', () => {
  const scanner = createScanner({ python, runnerDir, pycache });
  return {
    scanner,
    close: async () => {
      await scanner.close();
    },
  };
});
