import { sql } from 'kysely';
import { wholeWorkspace } from '../../platform/database.ts';
import { conflict, notFound } from '../../platform/problem.ts';
import { secretHash } from '../../platform/secret.ts';
import { systemCall, type Call, type Handlers, type Serving } from '../../platform/serve.ts';
import { tally } from '../../platform/tally.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import { openNextStep } from '../../relationship/nextSteps.api.ts';
import { kinds } from '../../workspace/roles.ts';
import type { MilestonePage, plansContract } from './contract.ts';

type Own = 'seeMilestone' | 'answerMilestone';
interface Row {
  id: string;
  plan_id: string;
  account_id: string;
  account_name: string | null;
  plan: string;
  title: string;
  detail: string | null;
  delivered_at: Date | null;
  accepted_at: Date | null;
  accepted_by: string | null;
  declined_at: Date | null;
  member_id: string | null;
  member_name: string | null;
}

/** What a buyer without an account may do: read the one milestone that the link is for, and accept it or say what is missing. */
export function openMilestoneHandlers(serving: () => Serving): Pick<Handlers<typeof plansContract>, Own> {
  const looking = tally(60, 60);
  const behind = async <T>(
    call: Call,
    secret: string,
    work: (inside: Call, row: Row, firm: string) => Promise<T>,
  ): Promise<T> => {
    looking(call.address, call.now);
    const found = await call.database.asOwner((tx) =>
      tx
        .selectFrom('milestone_link as l')
        .innerJoin('workspace as w', 'w.workspace_id', 'l.workspace_id')
        .select(['l.workspace_id', 'l.milestone_id', 'w.name'])
        .where('l.token_hash', '=', secretHash(secret))
        .where('l.expires_at', '>', call.now)
        .executeTakeFirst(),
    );
    if (!found) throw notFound('milestone');
    return systemCall(serving(), wholeWorkspace(found.workspace_id, kinds), async (inside) => {
      const { rows } =
        await sql<Row>`select s.id, s.plan_id, p.account_id, a.name as account_name, p.title as plan, s.title, s.detail, s.delivered_at, s.accepted_at, s.accepted_by, s.declined_at, coalesce(s.member_id, a.owner_id) as member_id, m.name as member_name
        from plan_milestone s join success_plan p on p.workspace_id = s.workspace_id and p.id = s.plan_id join account a on a.workspace_id = p.workspace_id and a.id = p.account_id and a.deleted_at is null
        left join member m on m.workspace_id = s.workspace_id and m.id = coalesce(s.member_id, a.owner_id) where s.id = ${found.milestone_id} for update of s`.execute(
          inside.db,
        );
      if (!rows[0]) throw notFound('milestone');
      return work(inside, rows[0], found.name);
    });
  };
  return {
    seeMilestone: (call, { body }) => behind(call, body.secret, async (_, row, firm) => asBuyerSees(row, firm)),
    answerMilestone: (call, { body }) =>
      behind(call, body.secret, async (inside, row, firm) => {
        if (row.accepted_at) throw conflict('accepted_already', 'This milestone is accepted already.');
        const values = body.accepted
          ? {
              accepted_at: inside.now,
              accepted_by: body.name,
              accepted_note: body.note ?? null,
              delivered_at: row.delivered_at ?? inside.now,
              declined_at: null,
              declined_note: null,
            }
          : { declined_at: inside.now, declined_note: `${body.name}: ${body.note ?? ''}`.slice(0, 2000) };
        await inside.db
          .updateTable('plan_milestone')
          .set({ ...values, version: sql<number>`version + 1` })
          .where('id', '=', row.id)
          .execute();
        await inside.db
          .updateTable('success_plan')
          .set({ updated_at: inside.now, version: sql<number>`version + 1` })
          .where('id', '=', row.plan_id)
          .execute();
        const told = {
          accountId: row.account_id,
          channel: 'web' as const,
          direction: 'inbound' as const,
          initiator: 'them' as const,
          body: body.note ?? null,
        };
        if (body.accepted)
          await takeIn(
            inside,
            [
              {
                ...told,
                kind: 'milestone accepted',
                subject: `${row.title}: accepted by ${body.name}`.slice(0, 500),
                evidenceKey: `milestone:${row.id}:accepted`,
              },
            ],
            { source: 'milestone', memberId: null },
          );
        else
          await openNextStep(inside, {
            accountId: row.account_id,
            what: `${body.name} did not accept “${row.title}”: ${body.note ?? ''}`.slice(0, 300),
            memberId: row.member_id,
            dueAt: inside.now,
          });
        await inside.record(
          body.accepted ? 'milestone.accepted' : 'milestone.declined',
          { kind: 'plan', id: row.plan_id, accountId: row.account_id },
          { title: row.title, by: body.name, note: body.note ?? null },
        );
        return asBuyerSees(
          {
            ...row,
            accepted_at: body.accepted ? inside.now : null,
            accepted_by: body.name,
            declined_at: body.accepted ? null : inside.now,
          },
          firm,
        );
      }),
  };
}

function asBuyerSees(row: Row, firm: string): MilestonePage {
  const outcome = row.accepted_at ? 'accepted' : row.declined_at ? 'declined' : 'waiting';
  return {
    firm,
    accountName: row.account_name,
    plan: row.plan,
    title: row.title,
    detail: row.detail,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    memberName: row.member_name,
    outcome,
    by: outcome === 'waiting' ? null : row.accepted_by,
    at: (row.accepted_at ?? row.declined_at)?.toISOString() ?? null,
  };
}
