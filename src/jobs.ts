import { sql } from 'kysely';
import { sendOneJob, sendReportsJob } from './insight/schedules/jobs.ts';
import { sendDueReports, sendOneNow } from './insight/schedules/send.api.ts';
import { alarmClock, worthJob } from './ownership/alarms/jobs.ts';
import { watchDue } from './ownership/alarms/sweep.api.ts';
import { lookAtAll } from './ownership/alarms/worth.api.ts';
import type { Connected } from './platform/database.ts';
import { wholeWorkspace } from './platform/database.ts';
import type { Job } from './platform/jobs.ts';
import { forgetSent, mailJob, sendDue } from './platform/mail.ts';
import type { Postman } from './platform/postman.ts';
import { systemCall, type Call, type Serving } from './platform/serve.ts';
import { forgetWork } from './platform/work.ts';
import { foldOpenSales } from './purchase/pipeline.api.ts';
import { foldCounts } from './relationship/counts.api.ts';
import { countAnew, moneyJob } from './relationship/money.api.ts';
import { weighOpenSales } from './purchase/potential/chances.api.ts';
import { chancesJob } from './purchase/potential/job.ts';
import { fitNewSales } from './purchase/potential/winModel.api.ts';
import { lookAgain } from './relationship/ledger.api.ts';
import { replayJob, runJob } from './relationship/calibration/jobs.ts';
import { replayWithModel, runCalibration } from './relationship/calibration/run.api.ts';
import { bandJob, learnBands } from './relationship/ownBands.api.ts';
import { tellOverdue } from './usage/spotted/clock.api.ts';
import { letterJob, writeCampaignLetters } from './shopping/campaigns/letters.api.ts';
import { forgetUnconfirmed } from './shopping/forms/submissions.api.ts';
import { keepSegments } from './shopping/segments/members.api.ts';
import { keepAllProfiles } from './selling/coaching/people.api.ts';
import { arrivalJob, assignArrivals } from './selling/force/arrivals.api.ts';
import { countTerritories } from './selling/force/territories.api.ts';
import { takeSnapshots } from './selling/team/weeks.api.ts';
import { askForAllReports, reportJob, workOnReport } from './selling/payback/reports.api.ts';
import { noteBroken } from './usage/cases/clock.api.ts';
import { fitJob, runFit } from './usage/orders/fits.api.ts';
import { askByProgramme } from './usage/surveys/surveys.api.ts';
import { segmentJob } from './shopping/segments/job.ts';
import { reports } from './reports.ts';
import { whoByMember } from './workspace/identity.api.ts';
import { kinds } from './workspace/roles.ts';

/** The one list of what runs in the background. `serving` is asked for late: it needs the jobs to enqueue. */
export function jobs(database: Connected, serving: () => Serving, postman: Postman | null): Record<string, Job> {
  return {
    'relationship-clock': {
      schedule: '*/5 * * * *',
      work: async (_, signal) => void (await lookAtDue(database, serving(), signal)),
    },
    'fold-counts': {
      schedule: '* * * * *',
      work: async () => {
        await database.asOwner(foldCounts);
        await database.asOwner(foldOpenSales);
      },
    },
    [mailJob]: {
      schedule: '* * * * *',
      work: async (_, signal) => void (await sendDue(database, postman, () => serving().clock(), signal)),
    },
    'win-models': {
      schedule: '41 2 * * *',
      work: (_, signal) => fitNewSales(database, serving(), kinds, signal),
    },
    [chancesJob]: {
      work: async (data, signal) => weighOpenSales(serving(), data['workspaceId'] as string, kinds, signal),
    },
    'spotted-clock': {
      schedule: '*/10 * * * *',
      work: async (_, signal) => void (await tellOverdue(database, serving(), kinds, signal)),
    },
    [letterJob]: {
      schedule: '* * * * *',
      work: async (_, signal) => writeCampaignLetters(database, serving(), signal),
    },
    [segmentJob]: { schedule: '* * * * *', work: async (_, signal) => keepSegments(database, serving(), signal) },
    [reportJob]: { work: (asked, signal) => workOnReport(serving(), asked as never, kinds, signal) },
    'training-reports-nightly': { schedule: '40 2 * * *', work: () => askForAllReports(database, serving(), kinds) },
    [bandJob]: { schedule: '10 2 * * *', work: (of) => inWorkspaces(database, serving(), of, learnBands) },
    'revenue-of-a-year': { schedule: '5 1 * * *', work: (_, signal) => countYear(database, serving(), signal) },
    [moneyJob]: { work: (data, signal) => countAnew(serving(), kinds, data['workspaceId'] as string, true, signal) },
    [runJob]: {
      retries: 1,
      work: async (data, signal) =>
        runCalibration(serving(), kinds, data['workspaceId'] as string, data['modelId'] as string, signal),
    },
    [replayJob]: {
      work: async (data, signal) =>
        replayWithModel(serving(), kinds, data['workspaceId'] as string, data['useId'] as string, signal),
    },
    // Triggers keep first contacts true, but for a sale and its first contact that two people write in the same instant.
    'first-contacts': {
      schedule: '25 2 * * *',
      work: async () =>
        void (await database.asOwner((tx) =>
          sql`select find_first_contacts_since(now() - interval '2 days')`.execute(tx),
        )),
    },
    'seller-profiles': { schedule: '20 2 * * *', work: (of) => inWorkspaces(database, serving(), of, keepAllProfiles) },
    'count-territories': {
      schedule: '50 2 * * *',
      work: (of) => inWorkspaces(database, serving(), of, countTerritories),
    },
    [arrivalJob]: { work: (of) => inWorkspaces(database, serving(), of, assignArrivals) },
    'forecast-snapshots': { schedule: '0 5 * * 1', work: (of) => inWorkspaces(database, serving(), of, takeSnapshots) },
    [fitJob]: {
      retries: 1,
      work: async (data, signal) => runFit(serving(), data['workspaceId'] as string, data['fitId'] as string, signal),
    },
    [sendReportsJob]: {
      schedule: '* * * * *',
      work: async (_, signal) => sendDueReports({ serving: serving(), reports, whoIs: whoByMember }, signal),
    },
    [sendOneJob]: {
      retries: 1,
      work: async (data, signal) =>
        sendOneNow(
          { serving: serving(), reports, whoIs: whoByMember },
          data['workspaceId'] as string,
          data['scheduleId'] as string,
          data['memberId'] as string,
          signal,
        ),
    },
    'ask-customers': { schedule: '20 7 * * *', work: (of) => inWorkspaces(database, serving(), of, askByProgramme) },
    'case-clock': {
      schedule: '* * * * *',
      work: async (_, signal) => void (await noteBroken(database, serving(), signal)),
    },
    [alarmClock]: {
      schedule: '*/5 * * * *',
      work: async (_, signal) => void (await watchDue(database, serving(), kinds, signal)),
    },
    [worthJob]: {
      work: async (data, signal) => void (await lookAtAll(serving(), kinds, data['workspaceId'] as string, signal)),
    },
    'forget-old-answers': {
      schedule: '17 3 * * *',
      work: async () => {
        await database.asOwner((tx) => sql`delete from idempotency where at < now() - interval '2 days'`.execute(tx));
        await database.asOwner((tx) => sql`delete from notification where at < now() - interval '1 year'`.execute(tx));
        await database.asOwner((tx) => sql`delete from session where expires_at < now()`.execute(tx));
        await database.asOwner(forgetSent);
        await database.asOwner(forgetWork);
        await database.asOwner(forgetUnconfirmed);
        await database.asOwner((tx) =>
          sql`delete from report_delivery where at < now() - interval '1 year'`.execute(tx),
        );
      },
    },
  };
}

/** A day later a year's revenue is another one; batch by batch, so that nobody waits for the whole. */
async function countYear(database: Connected, serving: Serving, signal?: AbortSignal): Promise<void> {
  const all = await database.asOwner((tx) => tx.selectFrom('workspace').select('workspace_id').execute());
  for (const { workspace_id } of all) await countAnew(serving, kinds, workspace_id, false, signal);
}

/** The same work in every workspace, or in the one that is named, each in a transaction of its own. */
async function inWorkspaces(
  database: Connected,
  serving: Serving,
  of: Record<string, unknown>,
  work: (call: Call) => Promise<unknown>,
): Promise<void> {
  const named = typeof of['workspaceId'] === 'string' ? of['workspaceId'] : null;
  const all = await database.asOwner((tx) =>
    tx
      .selectFrom('workspace')
      .select('workspace_id')
      .$if(named !== null, (q) => q.where('workspace_id', '=', named!))
      .execute(),
  );
  for (const { workspace_id } of all)
    await systemCall(serving, wholeWorkspace(workspace_id, kinds), work, { seconds: 60 });
}

/** How many accounts are looked at in one transaction. */
const batch = 200;

/** The clock of the relationships: asks the index for what is due, so that accounts that are not due cost nothing. */
export async function lookAtDue(database: Connected, serving: Serving, signal?: AbortSignal): Promise<number> {
  let looked = 0;
  while (!signal?.aborted) {
    const due = await database.asOwner((tx) =>
      tx
        .selectFrom('relationship')
        .select(['workspace_id', 'account_id'])
        .where('clock_due_at', '<=', serving.clock())
        .where('alive', '=', true)
        .orderBy('clock_due_at')
        .limit(batch)
        .execute(),
    );
    if (due.length === 0) break;
    for (const [workspaceId, accounts] of Map.groupBy(due, (d) => d.workspace_id)) {
      await systemCall(
        serving,
        wholeWorkspace(workspaceId, kinds),
        (call) =>
          lookAgain(
            call,
            accounts.map((a) => a.account_id),
          ),
        { seconds: 60 },
      );
    }
    looked += due.length;
  }
  return looked;
}
