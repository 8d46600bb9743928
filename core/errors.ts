/** Every refusal that crosses the API: its HTTP status and its sentence. `docs/errors.md` is generated from this table. */
export const errors = {
  'bad-request': {
    status: 400,
    title: 'The request does not fit',
    sentence: 'Something in the request is not as it must be; each wrong field is named with what is expected and what was given.',
  },
  'bad-json': {
    status: 400,
    title: 'The body is not JSON',
    sentence: 'The body could not be read as JSON; send UTF-8 JSON with the header content-type: application/json.',
  },
  'invalid-input': {
    status: 400,
    title: 'The input does not fit the script',
    sentence: 'The input does not fit what the script takes; each wrong field is named. Nothing was started.',
  },
  'bad-source': {
    status: 400,
    title: 'The source cannot be taken',
    sentence: 'A file of the script cannot be taken as it is; `errors` says which and why.',
  },
  'bad-archive': {
    status: 400,
    title: 'The archive cannot be taken',
    sentence: 'The archive is refused as a whole; send a plain zip of regular files with relative paths.',
  },
  'no-entrypoint': {
    status: 400,
    title: 'No file to start',
    sentence: 'It is not clear which file starts the script; name it with `entry`, or call it script.py or main.py.',
  },
  unauthenticated: {
    status: 401,
    title: 'No valid token',
    sentence: 'Send the header `Authorization: Bearer <token>`, or set RUNLET_TOKEN for the command; `runlet token create` makes a token.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    sentence: 'This token does not carry the scope that the operation needs; ask for a token with it.',
  },
  'wrong-host': {
    status: 403,
    title: 'Unknown host',
    sentence: 'The Host header names a host that this server was not told of; use its own address, or start it with --host.',
  },
  'wrong-origin': {
    status: 403,
    title: 'Foreign origin',
    sentence: 'The Origin header names another site; browsers may call this server from its own pages only.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    sentence: 'There is nothing under that name or id; list what there is, and mind upper and lower case.',
  },
  'no-route': { status: 404, title: 'No such address', sentence: 'The API has no such address; /openapi.json lists them all.' },
  'no-version': {
    status: 404,
    title: 'No such version',
    sentence: 'The script has no such version; list its versions, numbered from 1, or use `live`.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    sentence: 'The address exists, but not with this method; /openapi.json lists the methods.',
  },
  'name-taken': {
    status: 409,
    title: 'The name is taken',
    sentence: 'A script of that name exists; choose another name, or save a new version of that script.',
  },
  'idempotency-mismatch': {
    status: 409,
    title: 'The key was used for something else',
    sentence: 'This Idempotency-Key was sent before with another request; use a new key for a new request.',
  },
  'idempotency-busy': {
    status: 409,
    title: 'The first request is still under way',
    sentence: 'A request with this Idempotency-Key is being worked on; send it again in a moment.',
  },
  'wrong-status': {
    status: 409,
    title: 'Not in this status',
    sentence: 'The run is not in a status that allows this; look at its status first.',
  },
  conflict: {
    status: 409,
    title: 'Changed by somebody else',
    sentence: 'What you change was changed in the meantime; read it again and repeat.',
  },
  'too-large': {
    status: 413,
    title: 'Too large',
    sentence: 'The body is larger than this address takes; send large files through POST /v1/uploads and `uploadId`.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Wrong content type',
    sentence: 'Send application/json, or multipart/form-data where the address takes files.',
  },
  'grant-invalid': {
    status: 403,
    title: 'The grant is not valid',
    sentence: 'The signed address is wrong, used up or older than 15 minutes; ask for a new one with POST /v1/uploads.',
  },
  'claim-refused': {
    status: 409,
    title: 'The run is not to be claimed',
    sentence: 'The claim code is wrong or used up, or the run has ended; a runner that hears this ends itself.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    sentence: 'More requests came at once than this installation takes; wait a second and send it again.',
  },
  'start-failed': {
    status: 503,
    title: 'The sandbox could not be started',
    sentence: 'The sandbox could not be started, and trying again would not help; the operator finds more in the runbook.',
  },
  'no-capacity': { status: 503, title: 'No capacity', sentence: 'There is no capacity right now; try again in a moment.' },
  'scan-failed': {
    status: 503,
    title: 'The source could not be read',
    sentence: 'The scanner did not answer; try again, and see `runlet doctor` if it stays so.',
  },
  'no-python': {
    status: 503,
    title: 'No usable Python',
    sentence: 'No Python 3.11 or later was found; install one, or name it in RUNLET_PYTHON. `runlet doctor` says what was looked at.',
  },
  internal: {
    status: 500,
    title: 'Our own fault',
    sentence: "Something went wrong on our side; the server's log has more under this request id.",
  },
} as const satisfies Record<string, { status: number; title: string; sentence: string }>;

export type ErrorCode = keyof typeof errors;

/** Names under which a step of a workflow fails: `no-capacity` is tried again, all others end the run by its facts. */
export const stepErrors = ['no-capacity', 'start-failed', 'canceled', 'sandbox-gone'] as const;
export type StepError = (typeof stepErrors)[number];

/** One wrong field: its path (`limits.timeoutSec`), what is allowed, what was given. */
export interface FieldError {
  field: string;
  expected: string;
  got: string;
}

/** A refusal with a stable code. `detail` replaces the table's sentence where the case is known better. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];

  constructor(code: ErrorCode, detail?: string, fields: readonly FieldError[] = []) {
    super(detail ?? errors[code].sentence);
    this.name = 'AppError';
    this.code = code;
    this.fields = fields;
  }
}

/** The HTTP status of a code. */
export function httpStatus(code: ErrorCode): number {
  return errors[code].status;
}
