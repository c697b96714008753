import { sql } from 'kysely';
import { sameRecord, wholeWorkspace } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import { isMailAddress, mailJob, writeLetter } from '../../platform/mail.ts';
import { conflict, forbidden, invalid, Problem, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { newSecret, secretHash } from '../../platform/secret.ts';
import { tally } from '../../platform/tally.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import type { Expectation } from '../../relationship/vocabulary.ts';
import { kinds } from '../../workspace/roles.ts';
import { withLink } from '../cases/customerPage.api.ts';
import { recommendLetter } from '../cases/letters.ts';
import type { surveyContract } from './contract.ts';
import { isDrawn, kindOf, mayAsk, netPromoter, usualProgramme, type Asking } from './voice.ts';

const year = 365 * 86_400_000;
const writing = tally(20, 60);

export const surveyHandlers: Handlers<typeof surveyContract> = {
  async readVoice(call) {
    const since = new Date(call.now.getTime() - year);
    const rows = await call.db
      .selectFrom('survey')
      .select(['kind', 'satisfaction', 'effort', 'recommend', 'answered_at'])
      .where('asked_at', '>=', since)
      .orderBy('asked_at', 'desc')
      .limit(50_000)
      .execute();
    const of = (kind: 'case' | 'nps') => rows.filter((row) => row.kind === kind);
    const [cases, asked] = [of('case'), of('nps')];
    const satisfactions = cases.flatMap((row) => row.satisfaction ?? []);
    const efforts = cases.flatMap((row) => row.effort ?? []);
    const recommends = asked.flatMap((row) => row.recommend ?? []);
    const mean = (values: readonly number[]) =>
      values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    const answers = await call.db
      .selectFrom('survey as s')
      .innerJoin('account as a', (on) => sameRecord(on, 'a', 's.account_id'))
      .innerJoin('contact as c', (on) => sameRecord(on, 'c', 's.contact_id'))
      .select([
        's.id',
        's.kind',
        sql<{ id: string; name: string }>`jsonb_build_object('id', a.id, 'name', a.name)`.as('account'),
        'c.name as contactName',
        's.case_id as caseId',
        's.satisfaction',
        's.effort',
        's.recommend',
        's.comment',
        sql<Date>`s.answered_at`.as('answeredAt'),
      ])
      .where('s.answered_at', '>=', since)
      .where(sql<boolean>`(s.satisfaction is not null or s.recommend is not null)`)
      .orderBy('s.answered_at', 'desc')
      .limit(100)
      .execute();
    return {
      since,
      satisfaction: {
        value:
          satisfactions.length === 0 ? null : satisfactions.filter((value) => value >= 4).length / satisfactions.length,
        asked: cases.length,
        answered: satisfactions.length,
      },
      effort: { value: mean(efforts), asked: cases.length, answered: efforts.length },
      recommend: { value: netPromoter(recommends), asked: asked.length, answered: recommends.length },
      answers,
      programme: await programmeOf(call),
    };
  },

  async listToAsk(call) {
    const programme = await programmeOf(call);
    const rows = await askable(call, null);
    return {
      items: rows
        .map((row) => ({
          contact: row.contact,
          account: row.account,
          against: mayAsk(row, programme) as string[],
          lastAskedAt: row.lastAskedAt,
        }))
        .toSorted((a, b) => a.against.length - b.against.length || (a.account.name < b.account.name ? -1 : 1)),
    };
  },

  async askToRecommend(call, { body }) {
    const [of] = await askable(call, body.contactId);
    if (!of)
      throw invalid([{ path: 'contactId', message: 'There is no such person at a customer, or you may not see it' }]);
    const against = mayAsk(of, await programmeOf(call)).filter((reason) => reason !== 'no address');
    if (against.length > 0)
      throw conflict('not_now', `This person is not asked now: ${against.join(', ')}.`, { against });
    return askOne(call, of);
  },

  async saveProgramme(call, { body: { basedOn, ...programme } }) {
    const before = await programmeOf(call);
    if (before.version !== basedOn) throw stale(before);
    if (!call.who.scope.changes.includes('team')) throw forbidden('say whom we ask');
    const columns = {
      every_days: programme.everyDays,
      after_days: programme.afterDays,
      quarantine_days: programme.quarantineDays,
      automatic: programme.automatic,
      share_percent: programme.sharePercent,
      version: basedOn + 1,
      updated_at: call.now,
    };
    await call.db
      .insertInto('nps_programme')
      .values({ workspace_id: call.who.workspaceId, ...columns })
      .onConflict((c) => c.column('workspace_id').doUpdateSet(columns))
      .execute();
    await call.record(
      'survey programme.changed',
      { kind: 'workspace', id: call.who.workspaceId },
      { ...programme, changes: changesBetween<object>(before, programme) },
    );
    return programmeOf(call);
  },

  async rateCase(call, { body: { secret, satisfaction, effort, comment } }) {
    writing(call.address, call.now);
    return withLink(call, secret, async (inside, caseId) => {
      const survey = await inside.db
        .selectFrom('survey')
        .select(['id'])
        .where('case_id', '=', caseId)
        .where('answered_at', 'is', null)
        .executeTakeFirst();
      if (!survey) throw conflict('not_asked', 'This was rated already, or it is not solved yet.');
      await answer(inside, survey.id, { satisfaction, effort, recommend: null, comment: comment ?? null, stop: false });
      return { thanked: true as const };
    });
  },

  async seeSurvey(call, { body }) {
    writing(call.address, call.now);
    return withSurvey(call, body.secret, async (inside, survey) => {
      const { name: firm } = await inside.db.selectFrom('workspace').select('name').executeTakeFirstOrThrow();
      const contact = await inside.db
        .selectFrom('contact')
        .select('name')
        .where('id', '=', survey.contactId)
        .executeTakeFirst();
      return { firm, contactName: contact?.name ?? '', answered: survey.answered };
    });
  },

  async answerSurvey(call, { body: { secret, recommend, comment, stop } }) {
    writing(call.address, call.now);
    return withSurvey(call, secret, async (inside, survey) => {
      if (survey.answered) throw conflict('answered', 'You have answered this already. Thank you.');
      if (recommend === null && !stop) throw invalid([{ path: 'recommend', message: 'Choose a number from 0 to 10' }]);
      await answer(inside, survey.id, { satisfaction: null, effort: null, recommend, comment: comment ?? null, stop });
      return { thanked: true as const };
    });
  },
};

async function programmeOf(call: Call) {
  const row = await call.db
    .selectFrom('nps_programme')
    .select([
      'every_days as everyDays',
      'after_days as afterDays',
      'quarantine_days as quarantineDays',
      'automatic',
      'share_percent as sharePercent',
      'version',
      'ran_at as ranAt',
      'asked_last as askedLast',
    ])
    .executeTakeFirst();
  return {
    ...(row ?? { ...usualProgramme, version: 0, ranAt: null, askedLast: null }),
    mails: call.site.address !== null && call.site.mailFrom !== null,
  };
}

/** Asks one person, by mail where the server sends mail and there is an address; else the link is given to whoever asks. */
async function askOne(call: Call, of: Askable): Promise<{ path: string; mailedTo: string | null }> {
  const { address, mailFrom } = call.site;
  const to = of.emails.find(isMailAddress) ?? null;
  const secret = newSecret();
  const mails = address !== null && mailFrom !== null && to !== null;
  const id = call.newId();
  // The programme asks in nobody's name.
  const byPerson = (call.who.memberId as string | null) ?? null;
  await call.db
    .insertInto('survey')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      kind: 'nps',
      account_id: of.account.id,
      contact_id: of.contact.id,
      token_hash: secretHash(secret),
      asked_by: byPerson,
      asked_at: call.now,
      mailed: mails,
    })
    .execute();
  const path = `/survey#${secret}`;
  if (mails) {
    const { name: firm } = await call.db.selectFrom('workspace').select('name').executeTakeFirstOrThrow();
    await writeLetter(
      call.db,
      { workspaceId: call.who.workspaceId, memberId: byPerson, now: call.now },
      {
        about: 'survey',
        to: { address: to, name: of.contact.name },
        fromName: firm,
        ...recommendLetter({ firm, name: of.contact.name, link: address + path }),
      },
    );
    call.enqueue(mailJob, {});
  }
  await call.record('survey.asked', { kind: 'survey', id, accountId: of.account.id }, { contact: of.contact.name });
  return { path, mailedTo: mails ? to : null };
}

/** How many the programme asks in a day, so that answers can still be read and called back. */
const mostADay = 50;

/**
 * The programme's day: of those whom we may ask, those who are drawn this time round, by mail. Without mail, or where it is left to
 * people, nobody is asked. Safe to run twice: who was asked is not asked again.
 */
export async function askByProgramme(call: Call): Promise<number> {
  const programme = await programmeOf(call);
  if (!programme.automatic || !programme.mails) return 0;
  const rows = await askable(call, null);
  const now = rows
    .filter((row) => mayAsk(row, programme).length === 0 && isDrawn(row.contact.id, call.now, programme))
    .slice(0, mostADay);
  for (const row of now) await askOne(call, row);
  await call.db
    .updateTable('nps_programme')
    .set({ ran_at: call.now, asked_last: now.length })
    .where('automatic', '=', true)
    .execute();
  return now.length;
}

interface Askable extends Asking {
  contact: { id: string; name: string };
  account: { id: string; name: string };
  emails: string[];
  lastAskedAt: string | null;
}

/** People at customers, those of the largest customers first; or one person. */
async function askable(call: Call, contactId: string | null): Promise<Askable[]> {
  const one = contactId === null ? sql`` : sql`and c.id = ${contactId}`;
  const { rows } = await sql<Omit<Askable, 'reachable'>>`
    select jsonb_build_object('id', c.id, 'name', c.name) as contact, jsonb_build_object('id', a.id, 'name', a.name) as account, c.emails, r.phase,
      may_contact(c.id, 'mail', 'survey') as consent, coalesce(s.stopped, false) as stopped,
      to_char(s.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAskedAt",
      extract(day from ${call.now}::timestamptz - s.asked_at)::integer as "daysSinceAsked", extract(day from ${call.now}::timestamptz - s.rated_at)::integer as "daysSinceRated", extract(day from ${call.now}::timestamptz - r.closed_at)::integer as "daysSinceClose",
      exists (select from service_case k where k.workspace_id = r.workspace_id and k.account_id = r.account_id and k.state in ('open', 'waiting') and k.deleted_at is null and k.severity in ('high', 'severe')) as "severeCaseOpen"
    from relationship r join account a on a.workspace_id = r.workspace_id and a.id = r.account_id
    join contact c on c.workspace_id = a.workspace_id and c.account_id = a.id and c.deleted_at is null
    left join lateral (select max(s.asked_at) filter (where s.kind = 'nps') as asked_at, max(s.asked_at) filter (where s.kind = 'case') as rated_at, bool_or(s.stop) as stopped from survey s where s.workspace_id = c.workspace_id and s.contact_id = c.id) s on true
    where r.alive and r.phase in ('ownership', 'usage') ${one} order by r.revenue_order desc, c.id limit 200`.execute(
    call.db,
  );
  return rows.map((row) => ({ ...row, reachable: row.emails.some(isMailAddress) }));
}

async function withSurvey<T>(
  call: Call,
  secret: string,
  work: (inside: Call, survey: { id: string; contactId: string; answered: boolean }) => Promise<T>,
): Promise<T> {
  const found = await call.database.asOwner((tx) =>
    tx
      .selectFrom('survey')
      .select(['workspace_id', 'id', 'contact_id', 'answered_at'])
      .where('token_hash', '=', secretHash(secret))
      .where('asked_at', '>', new Date(call.now.getTime() - year))
      .executeTakeFirst(),
  );
  if (!found) throw new Problem(410, 'link_over', 'This link has ended. Ask whoever sent it to you for a new one.');
  return call.within(wholeWorkspace(found.workspace_id, kinds), (inside) =>
    work(inside, { id: found.id, contactId: found.contact_id, answered: found.answered_at !== null }),
  );
}

/** An answer is a touchpoint: what the customer said of us, against what was expected, and how hard it was. */
async function answer(
  call: Call,
  id: string,
  given: {
    satisfaction: number | null;
    effort: number | null;
    recommend: number | null;
    comment: string | null;
    stop: boolean;
  },
): Promise<void> {
  const changed = await call.db
    .updateTable('survey')
    .set({ ...given, answered_at: call.now })
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .returning(['account_id', 'contact_id', 'case_id'])
    .executeTakeFirst();
  if (!changed) throw conflict('answered', 'This was answered already. Thank you.');
  if (given.satisfaction !== null || given.recommend !== null)
    await takeIn(
      call,
      [
        {
          accountId: changed.account_id,
          kind: kindOf(given),
          channel: 'survey',
          direction: 'inbound',
          initiator: 'us',
          subject:
            given.recommend !== null
              ? `Would recommend us: ${given.recommend} of 10`
              : `Satisfied: ${given.satisfaction} of 5`,
          body: given.comment,
          contactIds: [changed.contact_id],
          caseId: changed.case_id,
          evidenceKey: `survey:${id}`,
          ...(given.satisfaction === null ? {} : { expectation: (given.satisfaction - 3) as Expectation }),
          ...(given.effort === null
            ? {}
            : {
                effort:
                  given.effort <= 2 ? ('low' as const) : given.effort >= 4 ? ('high' as const) : ('normal' as const),
              }),
        },
      ],
      { source: 'survey' },
    );
  await call.record(
    'survey.answered',
    { kind: 'survey', id, accountId: changed.account_id },
    { satisfaction: given.satisfaction, effort: given.effort, recommend: given.recommend },
  );
}
