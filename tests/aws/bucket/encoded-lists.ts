import type { S3Client } from '@aws-sdk/client-s3';

/**
 * Makes lists of LocalStack what those of S3 are: it compares keys in their encoded form, whose order is another one, so it is asked
 * for plain ones, and they are encoded here, a space as a plus.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html, EncodingType.
 */
export function encodeLists(client: S3Client): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'ListObjectsV2Command') return next(args);
        const answer = await next({ ...args, input: { ...args.input, EncodingType: undefined } });
        if ('Contents' in answer.output)
          for (const object of answer.output.Contents ?? []) if (object.Key !== undefined) object.Key = encoded(object.Key);
        return answer;
      },
    { step: 'initialize' },
  );
}

function encoded(key: string): string {
  return encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
}
