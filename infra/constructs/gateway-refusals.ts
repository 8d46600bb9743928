import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { errors } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { Problem } from '../../core/schemas/problem.ts';

/** What the gateway refuses before a function is asked, and the code under which functions refuse the same. */
const refusals: [string, ResponseType, ErrorCode][] = [
  ['Unauthorized', ResponseType.UNAUTHORIZED, 'unauthenticated'],
  ['AccessDenied', ResponseType.ACCESS_DENIED, 'forbidden'],
  ['TooLarge', ResponseType.REQUEST_TOO_LARGE, 'too-large'],
  ['Throttled', ResponseType.THROTTLED, 'too-many-requests'],
  ['Other4xx', ResponseType.DEFAULT_4XX, 'bad-request'],
  ['Other5xx', ResponseType.DEFAULT_5XX, 'internal'],
];

/** Lets the gateway's own refusals read like all others: problem details with a stable code. */
export function refuseInOurForm(api: RestApi): void {
  for (const [id, type, code] of refusals) {
    const { status, title, sentence } = errors[code];
    const problem: Problem = {
      type: `urn:runlet:error:${code}`,
      title,
      status,
      code,
      detail: sentence,
      errors: [],
      requestId: '$context.requestId',
    };
    api.addGatewayResponse(id, {
      type,
      statusCode: String(status),
      responseHeaders: { 'Content-Type': "'application/problem+json'" },
      templates: { 'application/json': JSON.stringify(problem) },
    });
  }
}
