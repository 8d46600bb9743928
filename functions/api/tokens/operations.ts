import { createToken } from './create-token.ts';
import { deleteToken } from './delete-token.ts';
import { listTokens } from './list-tokens.ts';

/** What the resource `tokens` can do. */
export const tokensOperations = { createToken, deleteToken, listTokens } as const;
