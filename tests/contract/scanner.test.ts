import { createScanner } from '../../local/scanner.ts';
import { python, runnerDir } from '../python.ts';
import { scannerContract } from './scanner.contract.ts';

scannerContract('resident Python process', () => {
  const scanner = createScanner({ python, runnerDir });
  return {
    scanner,
    close: async () => {
      await scanner.close();
    },
  };
});
