/** The indexes of the table. `script`: SCR#id → run; `runs`: RUNS → run; `out`: OUT#status → run and `ended`: SCR#id#OUT#status → run, set at the end; `due`: DUE → deadline, sparse. */
export const indexNames = ['script', 'runs', 'out', 'ended', 'due'] as const;
export type IndexName = (typeof indexNames)[number];

/** Names of the attributes in DynamoDB, read by the adapter and by the construct that makes the table. */
export const tableSchema = {
  /** Both are strings, as are the keys of the indexes. */
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Unix seconds; the attribute of DynamoDB's time to live. */
  expiresAt: 'expiresAt',
  /** Each is a global secondary index under its own name with all attributes projected; a row without these two is not in it. */
  indexes: {
    script: { partitionKey: 'scriptPk', sortKey: 'scriptSk' },
    runs: { partitionKey: 'runsPk', sortKey: 'runsSk' },
    out: { partitionKey: 'outPk', sortKey: 'outSk' },
    ended: { partitionKey: 'endedPk', sortKey: 'endedSk' },
    due: { partitionKey: 'duePk', sortKey: 'dueSk' },
  },
} as const satisfies {
  partitionKey: string;
  sortKey: string;
  expiresAt: string;
  indexes: Record<IndexName, { partitionKey: string; sortKey: string }>;
};
