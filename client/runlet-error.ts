import type { FieldError } from '../core/errors.ts';
import { problem } from '../core/schemas/problem.ts';

/** A refusal as the server told it. `code` is one of `core/errors.ts`, or `unreachable` (status 0) when no server answered, or `no-answer`
 *  when what answered was not Runlet. `message` is the sentence for people. */
export class RunletError extends Error {
  readonly code: string;
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly requestId: string | null;

  constructor(facts: { code: string; status: number; detail: string; errors?: readonly FieldError[]; requestId?: string }) {
    super(facts.detail);
    this.name = 'RunletError';
    this.code = facts.code;
    this.status = facts.status;
    this.errors = facts.errors ?? [];
    this.requestId = facts.requestId ?? null;
  }

  get detail(): string {
    return this.message;
  }
}

/** The answer itself when it is good.
 *  @throws RunletError otherwise. */
export async function expectGood(response: Response): Promise<Response> {
  if (response.ok) return response;
  const told = problem.safeParse(jsonOf(await response.text()));
  if (told.success) throw new RunletError(told.data);
  throw new RunletError({
    code: 'no-answer',
    status: response.status,
    detail: `${new URL(response.url || 'http://runlet').host} answered with status ${response.status} and no problem details; is the address that of a Runlet server?`,
  });
}

/** The body of a good answer. A server that has had to wait for it may have said 200 before it knew better; then the refusal stands in the body.
 *  @throws RunletError for such a refusal. */
export async function bodyOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json();
  const late = problem.safeParse(body);
  if (late.success && late.data.type.startsWith('urn:runlet:error:')) throw new RunletError(late.data);
  return body;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
