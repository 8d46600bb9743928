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
  {
    of: ['runs', 'python', 'scripts', 'versions', 'schedules', 'fire', 'undelivered', 'sweep', 'runner'],
    actions: /^s3:(Get|Put|Delete)Object$/,
    on: /\/(code|scans)\/\*$/,
    why: 'asked for with sources that are too large for a row or for a call of the scanner; some suite sends such sources over one of these functions',
  },
  {
    of: ['python', 'schedules', 'fire', 'undelivered', 'sweep', 'finish', 'executionended'],
    actions: /^s3:(Get|Put)Object$/,
    on: /\/runs\/\*$/,
    why: 'asked for with inputs and results that are too large for a row',
  },
  {
    of: ['python', 'scripts', 'versions', 'uploads'],
    actions: /^s3:GetObject$/,
    on: /\/uploads\/\*$/,
    why: 'asked for with code and files that were uploaded before by themselves; some suite does so over one of these functions',
  },
  {
    of: ['runs', 'python', 'versions', 'uploads', 'fire', 'undelivered', 'executionended'],
    actions: /^dynamodb:DeleteItem$/,
    why: 'forgets the key of a POST that failed, takes out of the queue who is admitted there, and a script with its versions; most of it happens to run in others',
  },
  {
    of: ['runs', 'schedules', 'fire', 'undelivered', 'executionended', 'sweep'],
    actions: /^dynamodb:ConditionCheckItem$/,
    why: 'holds what was seen of a queue, or of a report, while a run that waits is canceled or ended without one',
  },
  {
    of: ['launch', 'run', 'uploads'],
    actions: /^dynamodb:GetItem$/,
    why: 'reads a single row of those that it may query, which stores are free to do',
  },
  {
    of: ['versions', 'uploads', 'undelivered'],
    actions: /^dynamodb:Query$/,
    on: /:table\/[^/]+$/,
    why: 'reads several rows of those that it may get',
  },
  {
    of: ['launch', 'run', 'sweep'],
    actions: /^states:SendTask(Success|Failure)$/,
    why: 'answers a step whose news came before its token; which of the two ways depends on who was quicker',
  },
  {
    of: ['runs', 'schedules', 'fire', 'undelivered'],
    actions: /^states:SendTaskFailure$/,
    why: 'asked for when a run is canceled, or replaced, before its runner has claimed it',
  },
  {
    of: ['launch', 'schedules', 'fire', 'undelivered'],
    actions: /^ecs:StopTask$/,
    why: 'asked for when a run is canceled while it is launched, or when a schedule replaces one that runs',
  },
  { of: ['finish', 'executionended'], actions: /^ecs:ListTasks$/, why: 'asked for when the name of a sandbox was never kept' },
  {
    of: ['executionended', 'sweep', 'finish'],
    actions: /^s3:DeleteObject$/,
    on: /\/(runs|pool)\/\*$/,
    why: 'removes objects of a run that its report does not name, and jobs of sandboxes that waited until a knob was turned back',
  },
  {
    of: ['executionended', 'undelivered'],
    actions: /^states:StartExecution$/,
    why: 'asked for when somebody waits for the place that has come free, or a slot before the one that was not delivered is run late',
  },
  {
    of: ['executionended', 'sweep', 'finish'],
    actions: /^sns:(Publish|GetSubscriptionAttributes)$/,
    why: 'asked for when the run of somebody who subscribed ends there; each address is asked of only until it has agreed',
  },
  {
    of: ['undelivered', 'sweep'],
    actions: /^lambda:InvokeFunction$/,
    why: 'asked for when a slot is run late whose schedule has import rules of its own',
  },
];
