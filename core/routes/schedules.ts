import * as z from 'zod';
import { answers, jsonBody, noBody, nothing } from '../route.ts';
import type { Route } from '../route.ts';
import { page, paging } from '../schemas/paging.ts';
import { run, wait } from '../schemas/run.ts';
import {
  backfill,
  backfillBody,
  createScheduleBody,
  schedule,
  schedulePreview,
  scheduleStatuses,
  slot,
  slotStates,
  updateScheduleBody,
} from '../schemas/schedule.ts';
import { instant } from '../schemas/json.ts';

const tag = 'schedules';
const params = z.strictObject({ schedule: z.string().describe('id of the schedule') });
const wrong = ['bad-request', 'invalid-input', 'not-found', 'no-version'] as const;

export const createSchedule = {
  method: 'POST',
  path: '/v1/schedules',
  tag,
  summary: 'Run a script at due times',
  scope: 'schedules:write',
  params: nothing,
  query: nothing,
  body: jsonBody(createScheduleBody),
  answer: answers(201, schedule),
  errors: wrong,
} as const satisfies Route;

export const previewSchedule = {
  method: 'POST',
  path: '/v1/schedules/preview',
  tag,
  summary: 'Tell when a schedule would come due and what it would cost, without saving it',
  scope: 'schedules:read',
  params: nothing,
  query: nothing,
  body: jsonBody(createScheduleBody),
  answer: answers(200, schedulePreview),
  errors: wrong,
} as const satisfies Route;

export const listSchedules = {
  method: 'GET',
  path: '/v1/schedules',
  tag,
  summary: 'List schedules, newest first',
  scope: 'schedules:read',
  params: nothing,
  query: z.strictObject({
    ...paging,
    script: z.string().optional().describe('name or id'),
    status: z.enum(scheduleStatuses).optional(),
  }),
  body: noBody,
  answer: answers(200, page(schedule)),
  errors: ['bad-request', 'not-found'],
} as const satisfies Route;

export const getSchedule = {
  method: 'GET',
  path: '/v1/schedules/{schedule}',
  tag,
  summary: 'Show a schedule with its next fires',
  scope: 'schedules:read',
  params,
  query: nothing,
  body: noBody,
  answer: answers(200, schedule),
  errors: ['not-found'],
} as const satisfies Route;

export const updateSchedule = {
  method: 'PATCH',
  path: '/v1/schedules/{schedule}',
  tag,
  summary: 'Change a schedule from now on',
  scope: 'schedules:write',
  params,
  query: nothing,
  body: jsonBody(updateScheduleBody),
  answer: answers(200, schedule),
  errors: [...wrong, 'conflict'],
} as const satisfies Route;

export const deleteSchedule = {
  method: 'DELETE',
  path: '/v1/schedules/{schedule}',
  tag,
  summary: 'Remove a schedule; its runs and what became of its slots stay',
  scope: 'schedules:write',
  params,
  query: nothing,
  body: noBody,
  answer: { kind: 'nothing' },
  errors: ['not-found', 'conflict'],
} as const satisfies Route;

export const pauseSchedule = {
  method: 'POST',
  path: '/v1/schedules/{schedule}/pause',
  tag,
  summary: 'Pause a schedule: its slots are recorded as skipped',
  scope: 'schedules:write',
  params,
  query: nothing,
  body: noBody,
  answer: answers(200, schedule),
  errors: ['not-found', 'conflict'],
} as const satisfies Route;

export const resumeSchedule = {
  ...pauseSchedule,
  path: '/v1/schedules/{schedule}/resume',
  summary: 'Resume a paused schedule',
} as const satisfies Route;

export const runSchedule = {
  method: 'POST',
  path: '/v1/schedules/{schedule}/run',
  tag,
  summary: 'Run it now, beside its slots',
  scope: 'schedules:write',
  params,
  query: z.strictObject({ wait }),
  body: noBody,
  answer: answers(201, run),
  errors: [...wrong, 'idempotency-mismatch'],
  createsRun: true,
} as const satisfies Route;

export const listSlots = {
  method: 'GET',
  path: '/v1/schedules/{schedule}/slots',
  tag,
  summary: 'List what became of each slot, newest first',
  scope: 'schedules:read',
  params,
  query: z.strictObject({
    ...paging,
    state: z.enum(slotStates).optional(),
    from: instant.optional().describe('slots at or after'),
    to: instant.optional().describe('slots before'),
  }),
  body: noBody,
  answer: answers(200, page(slot)),
  errors: ['not-found', 'bad-request'],
} as const satisfies Route;

export const backfillSchedule = {
  method: 'POST',
  path: '/v1/schedules/{schedule}/backfill',
  tag,
  summary: 'Run the slots of a stretch of time, each with its own slot time',
  scope: 'schedules:write',
  params,
  query: nothing,
  body: jsonBody(backfillBody),
  answer: answers(200, backfill),
  errors: wrong,
} as const satisfies Route;
