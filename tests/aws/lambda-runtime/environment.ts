/** What the stack tells functions, for an installation that nobody answers for. @param endpoint where AWS would be. */
export function installation(endpoint = 'http://127.0.0.1:9'): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    RUNLET_STACK: 'Runlet',
    RUNLET_VERSION: '1.2.3',
    RUNLET_RETENTION_DAYS: '90',
    RUNLET_MAX_RUNS: '24',
    RUNLET_WARM_POOL: '0',
    RUNLET_TABLE: 'table',
    RUNLET_SCRIPTS_BUCKET: 'scripts',
    RUNLET_RUNS_BUCKET: 'runs',
    RUNLET_STATE_MACHINE: 'arn:aws:states:eu-west-1:123456789012:stateMachine:runs',
    RUNLET_CLUSTER: 'arn:aws:ecs:eu-west-1:123456789012:cluster/runlet',
    RUNLET_TASK_DEFINITION: '{"arm64":"arn:aws:ecs:eu-west-1:123456789012:task-definition/runlet:1"}',
    RUNLET_SUBNETS: 'subnet-1,subnet-2',
    RUNLET_SECURITY_GROUP: 'sg-1',
    RUNLET_PUBLIC_IP: 'ENABLED',
    RUNLET_API_URL: 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/api',
    RUNLET_SCANNER: 'scanner',
    RUNLET_TOPIC: 'arn:aws:sns:eu-west-1:123456789012:messages',
    RUNLET_SCHEDULE_GROUP: 'schedules',
    RUNLET_FIRE: 'arn:aws:lambda:eu-west-1:123456789012:function:fire',
    RUNLET_FIRE_ROLE: 'arn:aws:iam::123456789012:role/calls',
    RUNLET_UNDELIVERED: 'arn:aws:sqs:eu-west-1:123456789012:undelivered',
    RUNLET_USER_POOL: 'eu-west-1_AbCdEfGhI',
    RUNLET_USER_POOL_CLIENT: '5f2k1example',
  };
}
