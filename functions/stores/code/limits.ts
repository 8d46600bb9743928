/** The most files a script may have; `maxSourceBytes` in core bounds their sum. */
export const maxFiles = 2000;

/** Up to this sum of bytes a script's files lie in its row, so that launching needs no bucket: most scripts are smaller. */
export const maxInlineBytes = 24 * 1024;
