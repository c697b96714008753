import { sql } from 'kysely';
import { ahead, inOneGo } from '../../platform/database.ts';
import type { Call, Reaction } from '../../platform/serve.ts';
import { hearing } from '../../relationship/ledger.api.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { decideAlarm, type Alarm } from '../alarm.ts';
import { dipNorm } from '../dip.ts';
import { alarmClock } from './jobs.ts';
import { watchedOf, type StoredAlarm } from './known.api.ts';
import { dipsBeside, notePastDips } from './pastDips.api.ts';
import { lookAt, type Looked } from './watching.ts';

/** A touchpoint, a promise or a case moved this customer, which made him due (triggers `watched`): look soon. */
export const lookSoon: Reaction = async (call) => call.wake(alarmClock);

/** Looks at some customers after the close: raises, extends or keeps quiet, and says when to look again. A fixed number of queries, however many they are. Answers which of them are customers. */
export async function lookAtAccounts(call: Call, accountIds: readonly string[]): Promise<Set<string>> {
  const [known, hears, pastDips] = await inOneGo([
    watchedOf(call, accountIds),
    hearing(call.db),
    dipsBeside(call, accountIds),
  ]);
  if (known.length === 0) return new Set();
  const norms = new Map(saleTypes.map((saleType) => [saleType, dipNorm(saleType, pastDips)]));
  const looked = known.map((each) => ({
    known: each,
    look: lookAt(each, call.now, {
      model: hears.model,
      listening: hears.connected > 0,
      stakes: hears.stakes,
      norm: norms.get(each.saleType)!,
    }),
  }));
  const watch: object[] = [];
  for (const { known: each, look } of looked) {
    const before = each.lastAlarm;
    const decision = decideAlarm(look, before, call.now);
    if (decision.decision === 'open') await raise(call, look, decision.alarm, hears.model.weights.version);
    if (decision.decision === 'extend' && before) await extend(call, look, before, decision.alarm);
    watch.push({
      account_id: each.accountId,
      due_at: look.nextLook,
      looked_at: call.now,
      decision: decision.decision,
      member_id: each.memberId,
      probability: look.probabilityOfDisillusionment,
      dip: { ...look.dip, depth: look.depth },
      signals: look.signals,
      forecast_at: each.forecastAt,
      lost_at: each.lostAt,
    });
  }
  ahead(sql`select customers_looked_at(${JSON.stringify(watch)}::jsonb)`.execute(call.db));
  await notePastDips(call, known);
  return new Set(known.map((each) => each.accountId));
}

async function raise(call: Call, look: Looked, alarm: Alarm, modelVersion: string): Promise<void> {
  const id = call.newId();
  await call.db
    .insertInto('alarm')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      account_id: alarm.account,
      member_id: alarm.owner || null,
      state: 'open',
      severity: alarm.severity,
      signals: JSON.stringify(alarm.signals),
      dip: JSON.stringify({ ...look.dip, depth: look.depth }),
      probability: look.probabilityOfDisillusionment,
      threshold: look.threshold,
      trust: look.trust,
      play: alarm.play,
      opened_at: alarm.openedAt,
      answer_by: alarm.answerBy,
      model_version: modelVersion,
      created_at: call.now,
      updated_at: call.now,
    })
    .execute();
  await call.record(
    'alarm.raised',
    { kind: 'alarm', id, accountId: alarm.account },
    {
      severity: alarm.severity,
      reasons: alarm.signals.map(({ kind }) => kind),
      memberId: alarm.owner || null,
      play: alarm.play,
    },
  );
}

async function extend(call: Call, look: Looked, before: StoredAlarm, alarm: Alarm): Promise<void> {
  await call.db
    .updateTable('alarm')
    .set({
      severity: alarm.severity,
      signals: JSON.stringify(alarm.signals),
      answer_by: alarm.answerBy,
      probability: look.probabilityOfDisillusionment,
      updated_at: call.now,
      version: sql<number>`version + 1`,
    })
    .where('id', '=', before.id)
    .execute();
  await call.record(
    'alarm.extended',
    { kind: 'alarm', id: before.id, accountId: alarm.account },
    { severity: alarm.severity, reasons: alarm.signals.map(({ kind }) => kind) },
  );
}
