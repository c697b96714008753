import { sql } from 'kysely';
import type { Call } from '../../platform/serve.ts';
import type { Packet } from '../handoff.ts';
import { packetOf, type SaleFacts } from './packet.ts';

/** The packet as far as the sale tells it now. */
export async function packetFromSale(call: Call, opportunityId: string): Promise<Packet> {
  const { rows } = await sql<SaleFacts>`
    select o.outcome_reason as reason, o.offering, o.amount::text as amount, o.currency, o.contract_months as "contractMonths", o.competitors,
      (select needed_on::text from purchase_procedure p where p.workspace_id = o.workspace_id and p.opportunity_id = o.id) as "neededOn",
      coalesce((select jsonb_agg(jsonb_build_object('name', l.name, 'quantity', l.quantity::text) order by l.place) from opportunity_line l where l.workspace_id = o.workspace_id and l.opportunity_id = o.id), '[]') as lines,
      coalesce((select jsonb_agg(jsonb_build_object('title', s.title, 'proof', s.proof) order by s.proven_on) from opportunity_step s where s.workspace_id = o.workspace_id and s.opportunity_id = o.id and s.proof is not null), '[]') as proofs,
      array(select s.title from opportunity_step s where s.workspace_id = o.workspace_id and s.opportunity_id = o.id and s.required and s.proof is null order by s.id limit 5) as unproven,
      coalesce((select jsonb_agg(jsonb_build_object('name', c.name, 'title', c.title, 'roles', b.roles, 'stance', b.stance, 'evidence', b.stance_evidence, 'win', b.personal_win) order by b.influence desc, c.name)
        from buying_team_member b join contact c on c.workspace_id = b.workspace_id and c.id = b.contact_id where b.workspace_id = o.workspace_id and b.opportunity_id = o.id), '[]') as team,
      (select d.matrix from decision_matrix d where d.workspace_id = o.workspace_id and d.opportunity_id = o.id order by d.version desc limit 1) as matrix,
      coalesce((select jsonb_agg(jsonb_build_object('what', p.what, 'dueOn', p.due_on, 'state', p.state, 'to', c.name) order by p.due_on nulls last, p.made_at)
        from (select * from promise p where p.workspace_id = o.workspace_id and p.account_id = o.account_id and (p.opportunity_id = o.id or p.state = 'open') order by p.state = 'open' desc, p.made_at desc limit 12) p
        left join contact c on c.workspace_id = p.workspace_id and c.id = p.contact_id), '[]') as promises,
      coalesce((select jsonb_agg(jsonb_build_object('what', x.what, 'expected', coalesce(x.reset_to, x.expected)::text, 'unit', x.unit) order by x.created_at, x.id) from expectation x where x.workspace_id = o.workspace_id and x.opportunity_id = o.id), '[]') as expectations,
      array(select t.learnt from touchpoint t where t.workspace_id = o.workspace_id and t.account_id = o.account_id and t.learnt is not null order by t.at desc limit 3) as learnt
    from opportunity o where o.id = ${opportunityId}`.execute(call.db);
  return rows[0] ? packetOf(rows[0]) : {};
}
