import { errorText } from '../core/error-text.ts';
import type { Services } from '../functions/services.ts';

const everyMs = 3_600_000;

/** Removes what is past the retention now and each hour, beside whatever else is done. */
export function keepPruned({ stores, settings }: Pick<Services, 'stores' | 'settings'>): { stop(): Promise<void> } {
  const ending = new AbortController();
  let pruning = Promise.resolve();
  const prune = async () => {
    if (ending.signal.aborted) return;
    const { runs, strays, uploads } = await stores.prune(ending.signal);
    if (runs + strays + uploads > 0) settings.log('info', 'what is past the retention was removed', { runs, strays, uploads });
  };
  const begin = () => {
    // One after the other: the first after a long time may take longer than an hour.
    pruning = pruning.then(prune).catch((error: unknown) => {
      settings.log('error', 'removing what is past the retention failed', {
        error: errorText(error),
      });
    });
  };
  begin();
  const timer = setInterval(begin, everyMs).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      ending.abort();
      await pruning;
    },
  };
}
