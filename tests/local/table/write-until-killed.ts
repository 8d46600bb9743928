import { writeSync } from 'node:fs';
import { openTable } from '../../../local/table/sqlite-table.ts';

// Started by the test next to it: raises a counter by compare-and-swap, telling each success, until it has done `times` or is killed.
const [path = '', times = '0'] = process.argv.slice(2);
const key = { pk: 'COUNTER', sk: 'META' };
const table = openTable(path);
for (let done = 0; done < Number(times);) {
  const row = await table.get(key);
  const count = Number(row?.body['count'] ?? 0) + 1;
  const condition = row === null ? ({ kind: 'absent' } as const) : ({ kind: 'revision', revision: row.revision } as const);
  if (await table.put({ ...key, body: { count } }, condition)) {
    writeSync(1, `${count}\n`);
    done += 1;
  }
}
table.close();
