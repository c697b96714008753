import { sql } from 'kysely';
import { dayOf, daysAfter } from '../../platform/days.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { Position } from '../../relationship/vocabulary.ts';
import { discountedRenewals, fitRenewalCurve, survivalAfter } from '../renewal.ts';
import { fitRenewalHazard, renewalRisk } from '../renewalHazard.ts';
import type { assetContract } from './contract.ts';
import { addMonths, featuresOf, retention, riskFeatures, tenuresOf, type ContractHistory } from './retention.ts';
import { selectContracts } from './selectContracts.api.ts';

/** What comes up for renewal, how likely each is lost, and how much is kept. */

const most = 300;
/** The latest decisions and contracts that the figures are made of. */
const mostHistory = 20_000;

export const renewalHandlers: Pick<Handlers<typeof assetContract>, 'renewals'> = {
  async renewals(call, { query }) {
    const asOf = dayOf(call.now);
    let rows = selectContracts(call)
      .where('k.deleted_at', 'is', null)
      .where('k.state', '=', 'running')
      .where('k.renews_on', '<=', addMonths(asOf, query.months));
    if (query.owner) rows = rows.where('k.owner_id', '=', query.owner);
    const due = await rows
      .orderBy('k.renews_on')
      .orderBy('k.id')
      .limit(most + 1)
      .execute();
    const known = await knownAt(call, [...new Set(due.map((each) => each.accountId))]);
    const hazard = fitRenewalHazard([...riskFeatures], await decisions(call));
    const histories = await contractHistories(call);
    const from = addMonths(asOf, -12);
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    return {
      asOf,
      currency,
      items: due.slice(0, most).map((each) => {
        const of = known.get(each.accountId) ?? nothingKnown;
        const features = featuresOf(of);
        const {
          probability,
          standardError,
          base,
          tenure,
          features: parts,
        } = renewalRisk(hazard, { renewals: each.renewals, features });
        const values = [of.trust, of.severeCases, of.use];
        return {
          ...each,
          position: of.position,
          trust: of.trust,
          openSevereCases: of.severeCases,
          use: of.use,
          nextStep: of.nextStep,
          alarm: of.alarm,
          play: of.play,
          risk: {
            probability,
            standardError,
            base,
            tenure,
            parts: parts.map((part, i) => ({ ...part, value: values[i] ?? null })),
          },
        };
      }),
      more: due.length > most,
      retention: { from, to: asOf, ...retention(histories, from, asOf) },
      curve: curveOf(histories),
      hazard: {
        decisions: hazard.decisions,
        losses: hazard.losses,
        calibrated: hazard.calibrated,
        needed: 10 * (riskFeatures.length + 2),
      },
    };
  },
};

function curveOf(histories: readonly ContractHistory[]) {
  const tenures = tenuresOf(histories);
  const fit = fitRenewalCurve(tenures);
  const nothing = { alpha: null, beta: null, logLikelihood: null, survival: [], expected: null };
  if ('refused' in fit) return { ...nothing, customers: fit.customers, refused: fit.refused as string | null };
  const { alpha, beta } = fit.parameters;
  return {
    alpha,
    beta,
    logLikelihood: fit.logLikelihood,
    customers: fit.customers,
    refused: null,
    survival: Array.from({ length: 10 }, (_, i) => survivalAfter(fit.parameters, i + 1)),
    expected: discountedRenewals(fit.parameters, 0, 0.1),
  };
}

interface KnownOfAccount {
  trust: number | null;
  position: Position | null;
  severeCases: number;
  use: number | null;
  nextStep: { what: string; dueAt: string } | null;
  alarm: { severity: number; play: string } | null;
  play: { name: string; done: number; of: number } | null;
}
const nothingKnown: KnownOfAccount = {
  trust: null,
  position: null,
  severeCases: 0,
  use: null,
  nextStep: null,
  alarm: null,
  play: null,
};

/** What is known of accounts now: what a decision on a renewal is frozen with, and what its risk looks at. */
export async function knownAt(call: Call, accountIds: readonly string[]): Promise<Map<string, KnownOfAccount>> {
  if (accountIds.length === 0) return new Map();
  const ago = (days: number) => daysAfter(call.now, -days);
  const { rows } = await sql<KnownOfAccount & { id: string }>`select r.account_id as id, r.trust, r.position,
      (select count(*)::integer from service_case c where c.workspace_id = r.workspace_id and c.account_id = r.account_id and c.state in ('open', 'waiting') and c.deleted_at is null and c.severity in ('high', 'severe')) as "severeCases",
      (select avg(u.value) filter (where u.day > ${ago(90)}::date) / nullif(avg(u.value) filter (where u.day <= ${ago(90)}::date), 0)
        from asset s join asset_usage u on u.workspace_id = s.workspace_id and u.asset_id = s.id and u.day > ${ago(180)}::date
        where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.deleted_at is null) as use,
      (select jsonb_build_object('what', n.what, 'dueAt', to_char(n.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from next_step n
        where n.workspace_id = r.workspace_id and n.account_id = r.account_id and n.state = 'open' order by n.due_at, n.id limit 1) as "nextStep",
      (select jsonb_build_object('severity', l.severity, 'play', l.play) from alarm l where l.workspace_id = r.workspace_id and l.account_id = r.account_id and l.ended_at is null order by l.opened_at desc limit 1) as alarm,
      (select jsonb_build_object('name', u.name, 'done', (select count(*) from play_run_step s join next_step n on n.workspace_id = s.workspace_id and n.id = s.next_step_id where s.workspace_id = u.workspace_id and s.run_id = u.id and n.state <> 'open'),
          'of', (select count(*) from play_run_step s where s.workspace_id = u.workspace_id and s.run_id = u.id))
        from play_run u where u.workspace_id = r.workspace_id and u.account_id = r.account_id and u.ended_at is null order by u.started_at desc limit 1) as play
    from relationship r where r.account_id = any (${accountIds}::uuid[])`.execute(call.db);
  return new Map(rows.map(({ id, ...known }) => [id, known]));
}

/** Past decisions with the features of their moment; those without (entered before features were kept) count with nothing known. */
async function decisions(call: Call) {
  const { rows } = await sql<{ renewals: number; features: number[]; lost: boolean }>`
    select (select count(*)::integer from contract_decision e where e.workspace_id = d.workspace_id and e.contract_id = d.contract_id and e.number < d.number and e.outcome = 'renewed') as renewals, d.features, d.outcome = 'lost' as lost
    from (select * from contract_decision order by workspace_id, decided_on desc limit ${mostHistory}) d join service_contract k on k.workspace_id = d.workspace_id and k.id = d.contract_id and k.deleted_at is null`.execute(
    call.db,
  );
  return rows.map((row) => ({
    ...row,
    features: row.features.length === riskFeatures.length ? row.features : riskFeatures.map(() => 0),
  }));
}

/** Contracts in the workspace's currency with their decisions. */
async function contractHistories(call: Call): Promise<ContractHistory[]> {
  const { rows } = await sql<ContractHistory>`
    select k.account_id as "accountId", to_char(k.started_on, 'YYYY-MM-DD') as "startedOn", k.period_months as "periodMonths", k.price::float8 as price, to_char(k.lost_on, 'YYYY-MM-DD') as "lostOn",
      coalesce((select jsonb_agg(jsonb_build_object('on', to_char(d.decided_on, 'YYYY-MM-DD'), 'outcome', d.outcome, 'priceBefore', d.price_before) order by d.number)
        from contract_decision d where d.workspace_id = k.workspace_id and d.contract_id = k.id), '[]') as decisions
    from service_contract k join workspace w on w.workspace_id = k.workspace_id and w.currency = k.currency
    where k.deleted_at is null order by k.workspace_id, k.id desc limit ${mostHistory}`.execute(call.db);
  return rows;
}
