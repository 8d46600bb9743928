/** List prices in US dollars, us-east-1, without free tiers; each with the page it was taken from (2026-11). */
export const prices = {
  /** https://aws.amazon.com/fargate/pricing/ (Linux, per hour) */
  fargate: { arm64: { vcpuHour: 0.032_38, gibHour: 0.003_56 }, x86_64: { vcpuHour: 0.040_48, gibHour: 0.004_445 } },
  /** https://aws.amazon.com/vpc/pricing/ (public IPv4 address, NAT gateway) */
  addressHour: 0.005,
  natHour: 0.045,
  /** https://aws.amazon.com/step-functions/pricing/ */
  transition: 0.000_025,
  /** https://aws.amazon.com/eventbridge/pricing/ (Scheduler; the first 14 million calls of an account's month are free) */
  scheduledCall: 0.000_001,
  /** https://aws.amazon.com/lambda/pricing/ (ARM) */
  lambdaRequest: 0.000_000_2,
  lambdaGibSecond: 0.000_013_333_4,
  /** https://aws.amazon.com/api-gateway/pricing/ (REST) */
  apiCall: 0.000_003_5,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ (standard table) */
  writeUnit: 0.000_000_625,
  readUnit: 0.000_000_125,
  /** https://aws.amazon.com/sqs/pricing/ (standard queue; the first million requests of an account's month are free) */
  queueRequest: 0.000_000_4,
  /** https://aws.amazon.com/s3/pricing/ */
  bucketPut: 0.000_005,
  bucketGet: 0.000_000_4,
  /** https://aws.amazon.com/cloudwatch/pricing/ (three dashboards of an account are free) */
  alarmMonth: 0.1,
  logGb: 0.5,
  /** https://aws.amazon.com/waf/pricing/ (web ACL and rule, per month) */
  webAclMonth: 5,
  webRuleMonth: 1,
  /** https://aws.amazon.com/ecr/pricing/ */
  imageGbMonth: 0.1,
} as const;
