import { expect, test } from 'vitest';
import { compared, holds } from '../../bench/figures.ts';
import { alternate, median, quantile, seriesOf } from '../../bench/measure.ts';

test('cases are run in turn, each round beginning with another one', async () => {
  const order: string[] = [];
  const cases = ['a', 'b', 'c'].map((name) => ({ name, once: async () => order.push(name) }));
  await alternate(cases, 3, 0);
  expect(order.join('')).toBe('abcbcacab');
});

test('rounds that warm up are not counted', async () => {
  const series = await alternate([{ name: 'a', once: async () => null }], 4, 2);
  expect(seriesOf(series, 'a').samples).toHaveLength(4);
});

test('medians and quantiles lie between neighbours in proportion', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(quantile([0, 10, 20, 30, 40], 0.95)).toBeCloseTo(38);
});

test('a figure holds up to its bound and not above', () => {
  expect(holds(compared(taking(25), taking(10), 2.5))).toBe(true);
  expect(holds(compared(taking(26), taking(10), 2.5))).toBe(false);
  expect(holds(compared(taking(26), taking(10)))).toBe(null);
});

function taking(ms: number) {
  return { name: `${ms} ms`, samples: [ms] };
}
