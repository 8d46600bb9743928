import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { acknowledge, acknowledged } from '../../infra/acknowledged.ts';
import type { RunletStack } from '../../infra/runlet-stack.ts';
import { makeApp } from './make-app.ts';
import { everyKnob } from './synthesize.ts';
import type { Wanted } from './synthesize.ts';

const violation = z.object({ ruleName: z.string(), violatingConstructs: z.array(z.object({ constructPath: z.string() })) });
const report = z.object({ pluginReports: z.array(z.object({ violations: z.array(violation) })) });

/** What AWS's rules find in the stack after this was done to it. */
function findings(wanted: Wanted, change: (stack: RunletStack) => void): { rule: string; construct: string }[] {
  const { app, stack } = makeApp(wanted);
  change(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
  } catch {
    // A finding makes the synthesis fail, after its report was written.
  }
  const { pluginReports } = report.parse(JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')));
  return pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => ({ rule: ruleName, construct: constructPath })),
    ),
  );
}

test("AWS's rules find nothing but what is left so for a reason", () => {
  expect(findings({}, acknowledge)).toEqual([]);
});

test('nor do they when every knob is turned', () => {
  expect(findings(everyKnob, acknowledge)).toEqual([]);
});

test('they find what is wrong', () => {
  const found = findings({}, (stack) => {
    acknowledge(stack);
    new Topic(stack, 'Open');
  });
  expect(found).toEqual([{ rule: 'AwsSolutions-SNS3', construct: 'Runlet/Open/Resource' }]);
});

test('what is left so is still found, and its reason is a sentence', () => {
  const found = [...findings({}, () => undefined), ...findings(everyKnob, () => undefined)];
  for (const { construct, id, reason } of acknowledged) {
    const path = `Runlet/${construct}/`;
    expect(
      found.filter((one) => one.rule === id && `${one.construct}/`.startsWith(path)),
      id,
    ).not.toEqual([]);
    expect(reason).toMatch(/^\S.{20,}\.$/);
  }
});
