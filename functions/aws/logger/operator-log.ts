import { Logger } from '@aws-lambda-powertools/logger';

/** The operator's log: one line of JSON for each word, on standard output, from where Lambda takes it. */
export interface OperatorLog {
  /** From now on lines name this call of the function. */
  begin(call: { awsRequestId: string }): void;
  log(level: 'info' | 'error', message: string, facts: Record<string, string | number>): void;
}

/** @param stack names the installation, as `service`. */
export function createOperatorLog({ stack }: { stack: string }): OperatorLog {
  const logger = new Logger({ serviceName: stack });
  return {
    begin: ({ awsRequestId }) => {
      logger.resetKeys();
      logger.appendKeys({ awsRequestId });
    },
    log: (level, message, facts) => logger[level](message, facts),
  };
}
