import { createOperatorLog } from '../aws/logger/operator-log.ts';
import type { Trace } from '../aws/logger/trace.ts';
import type { Config } from '../config.ts';
import type { Observer } from '../doors/lambda/observer.ts';

/** What goes along with every call of a function: its log lines, and its trace where the installation wants traces. */
export function createObserver({ stack, tracing }: Config<'stack' | 'tracing'>): Observer {
  const log = createOperatorLog({ stack });
  let trace: Trace | undefined;
  return {
    log: (level, message, facts) => log.log(level, message, facts),
    begin: async (invocation) => {
      log.begin(invocation);
      if (tracing) trace ??= await open(stack);
      trace?.begin();
    },
    end: () => trace?.end(),
  };
}

async function open(stack: string): Promise<Trace> {
  const { openTrace } = await import('../aws/logger/trace.ts');
  return openTrace({ stack });
}
