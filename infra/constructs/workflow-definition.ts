import type { ExecutionInput } from '../../core/schemas/steps.ts';

/** ARNs of what the workflow of a run calls. */
export interface WorkflowParts {
  launch: string;
  run: string;
  finish: string;
  admit: string;
}

/** What Lambda itself may answer when it is not the function that failed; source: https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html */
const lambdaTrouble = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];
const runTimeout: keyof ExecutionInput = 'runTimeoutSec';
const again = '$.again';

/** Whatever goes wrong, `Finish` judges by facts. `States.ALL` must stand last and alone, and does not catch the error named before it. */
const toFinish = [
  { ErrorEquals: ['States.DataLimitExceeded'], ResultPath: '$.error', Next: 'Finish' },
  { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Finish' },
];

/** A run's workflow in Amazon States Language: five states are entered when all goes well. */
export function workflowDefinition(parts: WorkflowParts) {
  return {
    Comment: 'One run: a sandbox is launched and claims its job, runs it and reports, and the run ends by the facts.',
    QueryLanguage: 'JSONPath',
    StartAt: 'Launch',
    States: {
      Launch: launch(parts.launch),
      Run: run(parts.run),
      Finish: finish(parts.finish),
      'Again?': {
        Type: 'Choice',
        Choices: [{ Variable: again, IsNull: false, Next: 'Backoff' }],
        Default: 'Done',
      },
      Backoff: { Type: 'Wait', TimestampPath: `${again}.at`, Next: 'Admit' },
      Admit: admit(parts.admit),
      Done: { Type: 'Succeed' },
    },
  };
}

/** Waits for the runner's claim. A place that Fargate has not free now is asked for again, apart from others who do the same. */
function launch(functionArn: string) {
  return {
    ...waiting(functionArn),
    TimeoutSeconds: 300,
    Retry: [
      {
        ErrorEquals: ['no-capacity', ...lambdaTrouble],
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxAttempts: 8,
        MaxDelaySeconds: 30,
        JitterStrategy: 'FULL',
      },
    ],
    Next: 'Run',
  };
}

/** Waits for the runner's report. Tried again only when Lambda itself would not take the call: the function starts nothing, and the script goes on meanwhile. */
function run(functionArn: string) {
  return {
    ...waiting(functionArn),
    HeartbeatSeconds: 75,
    TimeoutSecondsPath: `$.${runTimeout}`,
    Retry: [
      { ErrorEquals: lambdaTrouble, IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 5, MaxDelaySeconds: 10, JitterStrategy: 'FULL' },
    ],
    Next: 'Finish',
  };
}

function waiting(functionArn: string) {
  const Payload = { 'runId.$': '$.runId', 'attempt.$': '$.attempt', 'token.$': '$$.Task.Token' };
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: functionArn, Payload },
    ResultPath: null,
    Catch: toFinish,
  };
}

/** Ends the attempt, and says when the next one may begin, if there is to be one; it has to succeed, so it is tried for some minutes. */
function finish(functionArn: string) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionArn, 'Payload.$': '$' },
    OutputPath: '$.Payload',
    TimeoutSeconds: 240,
    Retry: [
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 8, MaxDelaySeconds: 30, JitterStrategy: 'FULL' },
    ],
    Next: 'Again?',
  };
}

/** Lets the next attempt begin once its pause is over. That attempt is an execution of its own; when this one is cut off the sweep does the same. */
function admit(functionArn: string) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionArn, 'Payload.$': '$' },
    ResultPath: null,
    TimeoutSeconds: 60,
    Retry: [
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 5, MaxDelaySeconds: 10, JitterStrategy: 'FULL' },
    ],
    Next: 'Done',
  };
}
