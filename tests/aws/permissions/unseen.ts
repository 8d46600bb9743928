/** A right that no suite shows in use, and why a function has it all the same. */
interface Unseen {
  /** Entries of the functions that are meant, without hyphens; all when left out. */
  of?: readonly string[];
  actions: RegExp;
  /** What the right is on; all when left out. */
  on?: RegExp;
  why: string;
}

export const unseen: readonly Unseen[] = [
  {
    actions: /^logs:(CreateLogStream|PutLogEvents)$/,
    why: "asked for by Lambda itself, which writes what the function's process prints",
  },
  { actions: /^iam:PassRole$/, why: 'asked for by RunTask and CreateSchedule, which name the role; it is no call of its own' },
  { actions: /^ecs:TagResource$/, why: 'asked for by RunTask, which lets tasks take over tags; it is no call of its own' },
  {
    actions: /^sqs:(SendMessage|GetQueueAttributes|GetQueueUrl)$/,
    why: 'asked for by Lambda itself, which keeps events that a function could not take',
  },
  {
    of: ['undelivered'],
    actions: /^sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility)$/,
    why: 'asked for by Lambda itself, which takes messages from the queue for the function',
  },
  { actions: /^s3:AbortMultipartUpload$/, why: 'asked for when a large upload fails on the way' },
  { actions: /^s3:ListBucket$/, why: 'lets S3 say of an object that it is not there; mostly it is no call of its own' },
];
