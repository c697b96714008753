import { z } from 'zod';
import { currency } from '../platform/contract.ts';

/** What a sum leaves out: amounts of whose currencies no rate is known for their day. Of more than two currencies the first and the last may be all that are named. */
export const unrated = z.object({ count: z.number().int(), currencies: z.array(currency) });
export type Unrated = z.output<typeof unrated>;
