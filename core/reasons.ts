/** Why a run ended as it did, and what the person can do; `{}` is where the detail goes. */
export const reasons = {
  'exit-nonzero': 'The script ended with {}; its log says why, and a script that is content ends with 0.',
  exception: 'The script ended with an uncaught exception: {}. See `exception` for the line and the traceback.',
  signal: 'The script was ended by {}, sent by itself, by a crash of native code or by the system; see the end of its log.',
  timeout: 'The script ran longer than its `timeoutSec` and was stopped; raise `timeoutSec` or make the script quicker.{}',
  'cpu-limit': 'The script used more CPU time than its `cpuSec`; raise `cpuSec` or look for an endless loop.{}',
  'out-of-memory':
    'The script and its processes needed more memory than `memoryMiB` and were stopped; raise `memoryMiB` or read the data in pieces.{}',
  'output-limit':
    'The script went on writing far past `outputBytes` and was stopped; write less, or write to a file in `$RUNLET_OUTPUT`.{}',
  'file-limit': 'The script wrote more to disk than `fileMiB` or `workspaceMiB` allow; raise the limit or write less.{}',
  'process-limit': 'The script started more processes and threads than `processes` allows; raise the limit or start fewer.{}',
  'result-limit': 'The result is larger than `resultBytes` allows ({}); return less, or write it to a file in `$RUNLET_OUTPUT`.',
  'policy-violation': 'The script did something that its security level forbids and was stopped.{}',
  'invalid-output': 'The script ended well, but its result is not JSON: {}. Return numbers, strings, booleans, None, lists and dicts.',
  'invalid-input': 'The input does not fit the script: {}. See the input schema of the version.',
  'canceled-by-user': 'The run was canceled; everything it had started has been stopped, and its log and artifacts up to then are kept.{}',
  overlap: 'The run was skipped because the one before it was still running; the overlap policy says so.{}',
  'trigger-declined': "The run was skipped because the script's `trigger()` said no.{}",
  'queue-timeout': 'The run waited too long for a free place and was given up; run it again or raise the number of runs at once.{}',
  'start-timeout': 'The sandbox did not start in time; run it again, and see `runlet doctor` if it stays so.{}',
  'start-failed': 'The sandbox could not be started: {}. See `runlet doctor`; the script was not run.',
  lost: 'The process that owned this run is gone, so its end is not known; the log up to then is kept. Run it again if that is safe.{}',
} as const satisfies Record<string, string>;

export type Reason = keyof typeof reasons;

/** The reason as one sentence for people, with the detail where the sentence has a place for it. */
export function sentence(reason: Reason, detail: string | null): string {
  const text = reasons[reason];
  if (text.endsWith('{}')) return text.replace('{}', () => (detail === null ? '' : ` (${detail})`));
  return text.replace('{}', () => (detail ?? 'no more is known').replace(/\.$/, ''));
}

/** Narrows text to a reason, for rows that come back from storage. */
export function isReason(text: string): text is Reason {
  return Object.hasOwn(reasons, text);
}
