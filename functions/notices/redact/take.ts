/** What stands in place of a secret. */
export const mark = '[redacted]';

/** Hears of a secret, and says what is to stand in its place. */
export type Take = (secret: string) => string;
