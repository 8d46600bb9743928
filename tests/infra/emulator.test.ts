import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { switchedOff } from '../../infra/emulator.ts';
import { everyKnob, resources, template } from './synthesize.ts';
import type { Wanted } from './synthesize.ts';

const emulator = 'http://127.0.0.1:4566';

/** Types of what is in the template for AWS and not in that for an emulator. */
function missing(wanted: Wanted): string[] {
  const emulated = new Set(resources(template({ ...wanted, context: { emulator } })).map(({ id }) => id));
  return resources(template(wanted)).flatMap(({ id, Type }) => (emulated.has(id) ? [] : [Type]));
}

test('an emulator goes without the emptying of the default group, and nothing else', () => {
  expect(missing({}).toSorted()).toEqual(['AWS::IAM::Role', 'AWS::Lambda::Function', 'Custom::VpcRestrictDefaultSG']);
});

test('and without the web firewall in its place, when that knob is turned', () => {
  const more = missing(everyKnob).filter((type) => type.startsWith('AWS::WAF'));
  expect(more).toEqual(['AWS::WAFv2::WebACLAssociation']);
});

test('the guide names all that is switched off', () => {
  const guide = readFileSync(resolve(import.meta.dirname, '..', '..', 'docs', 'deploy.md'), 'utf8');
  for (const [name, what] of Object.entries(switchedOff)) {
    expect(guide).toContain(`\`${name}\``);
    expect(guide).toContain(what);
  }
});

test('the template is that of no account and no Region', () => {
  const all = JSON.stringify(resources(template()));
  expect(all).not.toMatch(/\b\d{12}\b/);
  expect(all).not.toMatch(/\b(us|eu|ap)-[a-z]+-\d\b/);
});
