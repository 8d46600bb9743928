import type { Settings } from '../../services.ts';

/** What AWS's runtime tells of one call of a function, as far as it is used. */
export interface Invocation {
  awsRequestId: string;
  /** Milliseconds until the function is ended from outside. */
  getRemainingTimeInMillis(): number;
}

/** Goes along with every call of a function: its log lines, its trace. */
export interface Observer {
  begin(invocation: Invocation): void | Promise<void>;
  /** One line of JSON for the operator, which also names the call: never a token, a body or a whole event. */
  log: Settings['log'];
  /** When all is answered. */
  end(): void | Promise<void>;
}
