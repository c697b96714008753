import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { SubType } from '../stages.ts';
import { foundSale, procedureOf, saleToChange, writtenSteps } from '../store.api.ts';
import type { messageContract } from './contract.ts';
import { gapsOf, outlineFor } from './message.ts';
import type { Message } from './shape.ts';

export const messageHandlers: Handlers<typeof messageContract> = {
  async readMessage(call, { params: { id } }) {
    const sale = await foundSale(call, id);
    return { ...(await storedMessage(call, id, sale.subType)), known: await known(call, id, sale) };
  },

  async saveMessage(call, { params: { id }, body: { message, basedOn } }) {
    const sale = await saleToChange(call, id, { anyVersion: true });
    const before = await storedMessage(call, id, sale.subType);
    if (before.version !== basedOn) throw stale(before);
    const values = { message: JSON.stringify(message), member_id: call.who.memberId, updated_at: call.now };
    await call.db
      .insertInto('sale_message')
      .values({ workspace_id: call.who.workspaceId, opportunity_id: id, ...values })
      .onConflict((on) =>
        on.columns(['workspace_id', 'opportunity_id']).doUpdateSet({ ...values, version: basedOn + 1 }),
      )
      .execute();
    await call.record(
      'opportunity.message saved',
      { kind: 'opportunity', id, accountId: sale.accountId },
      { gaps: gapsOf(message).length },
    );
    return storedMessage(call, id, sale.subType);
  },
};

async function storedMessage(call: Call, saleId: string, subType: SubType | null) {
  const row = await call.db
    .selectFrom('sale_message as s')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 's.member_id'))
    .select([sql<Message>`s.message`.as('message'), 'm.name as memberName', 's.updated_at as updatedAt', 's.version'])
    .where('s.opportunity_id', '=', saleId)
    .executeTakeFirst();
  if (row) return { ...row, gaps: gapsOf(row.message) };
  const message = outlineFor(subType);
  return { message, gaps: gapsOf(message), memberName: null, updatedAt: null, version: 0 };
}

/** What the buyers did and said in this sale, newest first; for a system sale also what is required and how it is met. */
async function known(
  call: Call,
  saleId: string,
  sale: { accountId: string | null; openedOn: string; subType: SubType | null },
) {
  const proofs = (await writtenSteps(call, saleId)).flatMap((step) =>
    step.proof ? [{ text: step.proof.what, evidence: `${step.title}, ${step.proof.at}`, requirement: null }] : [],
  );
  const learnt = sale.accountId
    ? await call.db
        .selectFrom('touchpoint')
        .select(['learnt', 'subject', sql<string>`to_char(at, 'YYYY-MM-DD')`.as('on')])
        .where('account_id', '=', sale.accountId)
        .where('learnt', 'is not', null)
        .where('at', '>=', new Date(`${sale.openedOn}T00:00:00Z`))
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(20)
        .execute()
    : [];
  const requirements = sale.subType === 'system' ? ((await procedureOf(call, saleId))?.requirements ?? []) : [];
  return [
    ...requirements.flatMap((each) =>
      each.proof && each.answer === 'meets' ? [{ text: each.proof, evidence: each.proof, requirement: each.text }] : [],
    ),
    ...learnt.map((each) => ({ text: each.learnt!, evidence: `${each.subject}, ${each.on}`, requirement: null })),
    ...proofs,
  ].slice(0, 40);
}
