import Table from 'cli-table3';
import { median, quantile } from './measure.ts';
import type { Series } from './measure.ts';

/** One line of a bench's table. `ratio` is to the baseline named in `against`; `bound` is the greatest that is good. */
export interface Figure {
  what: string;
  value: string;
  p95: string;
  against: string;
  ratio: number | null;
  bound: number | null;
  unit: string;
}

/** A time without a comparison, such as the baseline itself. */
export function plain(series: Series): Figure {
  return {
    what: series.name,
    value: ms(median(series.samples)),
    p95: ms(quantile(series.samples, 0.95)),
    against: '',
    ratio: null,
    bound: null,
    unit: '×',
  };
}

/** A time as a multiple of the baseline's median. */
export function compared(series: Series, baseline: Series, bound: number | null = null): Figure {
  return { ...plain(series), against: baseline.name, ratio: median(series.samples) / median(baseline.samples), bound };
}

/** A number that is held to a bound by itself. */
export function bounded(what: string, number: number, unit: string, bound: number | null): Figure {
  return { what, value: '', p95: '', against: '', ratio: number, bound, unit };
}

/** Whether a figure keeps its bound; null where there is none. */
export function holds(figure: Figure): boolean | null {
  return figure.ratio === null || figure.bound === null ? null : figure.ratio <= figure.bound;
}

/** The figures as one table for a terminal. */
export function render(figures: readonly Figure[]): string {
  const table = new Table({ head: ['measured', 'median', 'p95', 'figure', 'against', 'bound', 'holds'], style: { head: [], border: [] } });
  for (const figure of figures) {
    const kept = holds(figure);
    table.push([
      figure.what,
      figure.value,
      figure.p95,
      figure.ratio === null ? '' : amount(figure.ratio, figure.unit),
      figure.against,
      figure.bound === null ? '' : `≤ ${amount(figure.bound, figure.unit)}`,
      kept === null ? '' : kept ? 'yes' : 'NO',
    ]);
  }
  return table.toString();
}

function ms(value: number): string {
  return `${value < 100 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

function amount(value: number, unit: string): string {
  return `${value < 10 ? Number(value.toFixed(2)) : Math.round(value)} ${unit}`;
}
