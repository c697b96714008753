import type { Connection } from '../platform/client.ts';

/** The server that handed out this page. */
export const connection: Connection = { base: '' };
