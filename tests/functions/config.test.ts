import { describe, expect, test } from 'vitest';
import { readConfig } from '../../functions/config.ts';

const reading = (environment: Record<string, string>) => () => readConfig(['table', 'maxRuns', 'stateMachine'], environment);

describe('the configuration of a function', () => {
  test('is what the environment says, in types', () => {
    const config = readConfig(['table', 'maxRuns', 'subnets', 'taskDefinitions', 'tracing'], {
      RUNLET_TABLE: 'runlet-table',
      RUNLET_MAX_RUNS: '24',
      RUNLET_SUBNETS: 'subnet-1, subnet-2',
      RUNLET_TASK_DEFINITION: '{"arm64": "arn:aws:ecs:eu-west-1:123456789012:task-definition/runlet:3"}',
      POWERTOOLS_TRACE_ENABLED: 'true',
    });
    expect(config).toEqual({
      table: 'runlet-table',
      maxRuns: 24,
      subnets: ['subnet-1', 'subnet-2'],
      taskDefinitions: { arm64: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/runlet:3' },
      tracing: true,
    });
  });

  test('says of all variables at once which are missing and which are wrong', () => {
    const read = reading({ RUNLET_MAX_RUNS: 'many', RUNLET_STATE_MACHINE: 'runs' });
    expect(read).toThrow('RUNLET_TABLE is not set.');
    expect(read).toThrow('RUNLET_MAX_RUNS is "many", which does not fit: a whole number.');
    expect(read).toThrow('RUNLET_STATE_MACHINE is "runs", which does not fit: an ARN.');
  });

  test('asks for nothing that the function has no use for', () => {
    expect(readConfig(['version', 'endpoint', 'tracing'], { RUNLET_VERSION: '1.2.3' })).toEqual({
      version: '1.2.3',
      endpoint: undefined,
      tracing: false,
    });
  });

  test.each(['no JSON', '[]', '{}', '{"mips": "x"}'])('takes no task definitions like %s', (value) => {
    expect(() => readConfig(['taskDefinitions'], { RUNLET_TASK_DEFINITION: value })).toThrow(/RUNLET_TASK_DEFINITION is/);
  });

  test('knows the API by its address without a slash at its end, so that paths can be put behind it', () => {
    const { apiUrl } = readConfig(['apiUrl'], { RUNLET_API_URL: 'https://a1b2.execute-api.eu-west-1.amazonaws.com/live/' });
    expect(apiUrl).toBe('https://a1b2.execute-api.eu-west-1.amazonaws.com/live');
  });
});
