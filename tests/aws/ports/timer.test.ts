import { CreateScheduleGroupCommand } from '@aws-sdk/client-scheduler';
import { createSchedulerTimer } from '../../../functions/aws/timer/scheduler-timer.ts';
import { timerContract } from '../../contract/timer.contract.ts';
import { givenMiniStack } from './given-ministack.ts';

timerContract('scheduler', async () => {
  const { clients, close } = await givenMiniStack();
  const { client } = await clients.scheduler();
  await client.send(new CreateScheduleGroupCommand({ Name: 'runlet' }));
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:fire';
  const settings = { clients, group: 'runlet', targetArn: arn, roleArn: arn, deadLetterArn: arn, now: () => new Date() };
  return { timer: createSchedulerTimer(settings), close };
});
