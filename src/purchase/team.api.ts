import { sql } from 'kysely';
import { changesBetween } from '../platform/events.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { purchaseContract } from './contract.ts';
import type { BuyingTeamMember } from './records.ts';
import { keepDerived, mayChange, saleToChange, teamOf } from './store.api.ts';

type Fields = Partial<
  Omit<BuyingTeamMember, 'id' | 'contactId' | 'name' | 'title' | 'memberName' | 'lastContactAt' | 'version'>
>;

export const teamHandlers: Pick<
  Handlers<typeof purchaseContract>,
  'addTeamMember' | 'changeTeamMember' | 'removeTeamMember'
> = {
  async addTeamMember(call, { params: { id: saleId }, body: { contactId, ...given } }) {
    const sale = await saleToChange(call, saleId, { anyVersion: true });
    const contact = await call.db.selectFrom('contact').select('name').where('id', '=', contactId).executeTakeFirst();
    if (!contact) throw invalid([{ path: 'contactId', message: 'There is no such contact' }]);
    const team = await teamOf(call, saleId);
    if (team.some((member) => member.contactId === contactId))
      throw conflict('in_team', `${contact.name} is on the buying team already.`);
    await mustFit(call, given, team);
    const id = call.newId();
    await call.db
      .insertInto('buying_team_member')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        opportunity_id: saleId,
        contact_id: contactId,
        ...rowOf({ roles: [], influence: 5, ...given }),
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await keepDerived(call, saleId);
    await call.record(
      'opportunity.team joined',
      { kind: 'opportunity', id: saleId, accountId: sale.accountId },
      { name: contact.name },
    );
    return memberOf(call, saleId, id);
  },

  async changeTeamMember(call, { params: { id }, body }) {
    const saleId = await saleOf(call, id);
    const sale = await saleToChange(call, saleId, { anyVersion: true });
    const before = await memberOf(call, saleId, id);
    if (before.version !== call.version) throw stale(before);
    await mustFit(
      call,
      body,
      (await teamOf(call, saleId)).filter((member) => member.id !== id),
    );
    const changes = changesBetween(before as object, body);
    if (Object.keys(changes).length === 0) return before;
    const changed = await call.db
      .updateTable('buying_team_member')
      .set({ ...rowOf(body), version: sql`version + 1`, updated_at: call.now })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(await memberOf(call, saleId, id));
    await keepDerived(call, saleId);
    await call.record(
      'opportunity.team changed',
      { kind: 'opportunity', id: saleId, accountId: sale.accountId },
      { name: before.name, changes },
    );
    return memberOf(call, saleId, id);
  },

  async removeTeamMember(call, { params: { id } }) {
    const saleId = await saleOf(call, id);
    const sale = await saleToChange(call, saleId, { anyVersion: true });
    const { name } = await memberOf(call, saleId, id);
    const gone = await call.db.deleteFrom('buying_team_member').where('id', '=', id).executeTakeFirst();
    if (gone.numDeletedRows === 0n)
      throw (await mayChange(call, saleId)) ? notFound('member of a buying team') : forbidden('change this sale');
    await sql`update buying_team_member set heeds = array_remove(heeds, ${id}::uuid) where opportunity_id = ${saleId} and ${id}::uuid = any (heeds)`.execute(
      call.db,
    );
    await keepDerived(call, saleId);
    await call.record(
      'opportunity.team left',
      { kind: 'opportunity', id: saleId, accountId: sale.accountId },
      { name },
    );
    return { done: true };
  },
};

async function saleOf(call: Call, id: string): Promise<string> {
  const row = await call.db
    .selectFrom('buying_team_member')
    .select('opportunity_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('member of a buying team');
  return row.opportunity_id;
}

async function memberOf(call: Call, saleId: string, id: string): Promise<BuyingTeamMember> {
  const member = (await teamOf(call, saleId)).find((each) => each.id === id);
  if (!member) throw notFound('member of a buying team');
  return member;
}

async function mustFit(call: Call, given: Fields, others: readonly BuyingTeamMember[]): Promise<void> {
  if (given.heeds?.some((id) => !others.some((member) => member.id === id)))
    throw invalid([{ path: 'heeds', message: 'They can only heed others of the same team' }]);
  if (!given.memberId) return;
  const colleague = await call.db.selectFrom('member').select('id').where('id', '=', given.memberId).executeTakeFirst();
  if (!colleague) throw invalid([{ path: 'memberId', message: 'There is no such colleague' }]);
}

const columns = {
  roles: 'roles',
  influence: 'influence',
  stance: 'stance',
  stanceEvidence: 'stance_evidence',
  stanceOn: 'stance_on',
  response: 'response',
  personalWin: 'personal_win',
  releasesMoney: 'releases_money',
  memberId: 'member_id',
  heeds: 'heeds',
} as const satisfies Record<keyof Fields, string>;

function rowOf(fields: Fields): Record<string, never> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      value === undefined ? [] : [[columns[key as keyof Fields], value as never]],
    ),
  );
}
