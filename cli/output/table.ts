import Table from 'cli-table3';

const plain = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Rows under a heading in columns without lines, as `ps` and `kubectl` print them; widths by what is seen, colours and wide letters included. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const drawn = new Table({
    head: [...heading],
    chars: plain,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) drawn.push(row.map(oneLine));
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A line break inside a cell would tear the table apart. */
function oneLine(cell: string): string {
  return cell.replace(/[\r\n\t]+/g, ' ');
}
