import { notify } from '../../platform/notify.ts';
import type { Reaction } from '../../platform/serve.ts';
import { creditedOf, mirrorSale } from './answers.api.ts';
import { noticeOf, tellNews } from './notes.api.ts';
import { found } from './read.api.ts';

/** What a sale does is told to whoever spotted it: moved, won how much, lost why. */
export const followSale: Reaction = async (call, event) => {
  if (!event.subject.id) return;
  const note = await call.db
    .selectFrom('spotted')
    .select('id')
    .where('opportunity_id', '=', event.subject.id)
    .executeTakeFirst();
  if (!note) return;
  await mirrorSale(call, event.subject.id);
  const record = await found(call, note.id);
  const { sale } = record;
  if (!sale) return;
  const told = toldOf[event.name];
  if (told === undefined) return;
  const reason = told === 'lost' ? lossOf(event.detail) : null;
  const facts = { stage: sale.stage, amount: sale.amount, currency: sale.currency, reason };
  await tellNews(call, record.id, told, facts);
  await notify(call, await creditedOf(call, record), noticeOf(record, `spotted.${told}`, facts));
};

/** Events of the sale → what is told; the others only keep the figures in step. */
const toldOf: Record<string, 'moved' | 'won' | 'lost' | undefined> = {
  'opportunity.stage changed': 'moved',
  'opportunity.reopened': 'moved',
  'opportunity.won': 'won',
  'opportunity.lost': 'lost',
};

function lossOf(detail: Record<string, unknown>): string {
  return [detail['reason'], detail['note']].filter((part) => typeof part === 'string').join(': ');
}
