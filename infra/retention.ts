import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** The days that CloudWatch Logs can keep. */
const kept = Object.values(RetentionDays).filter(
  (days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE,
);

/** The shortest time that CloudWatch Logs offers which is not shorter than this many days. */
export function retentionOf(days: number): RetentionDays {
  return kept.toSorted((a, b) => a - b).find((offered) => offered - days >= 0) ?? RetentionDays.INFINITE;
}
