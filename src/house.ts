import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts } from './contracts.ts';
import { jobs as jobList } from './jobs.ts';
import { openLive, type Live } from './live/live.api.ts';
import { ownershipHandlers } from './ownership/ownership.api.ts';
import { offeringsHandlers } from './offerings/offerings.api.ts';
import { mergingHandlers } from './people/merging/merges.api.ts';
import { peopleHandlers } from './people/people.api.ts';
import { connect, type Connected } from './platform/database.ts';
import type { Engine } from './platform/engine.ts';
import { openEngine } from './platform/engine-open.ts';
import { openJobs, type Job, type Jobs } from './platform/jobs.ts';
import { migrate, readMigrations } from './platform/migrate.ts';
import { openPostman, type MailSettings, type Postman } from './platform/postman.ts';
import { serve, type Serving } from './platform/serve.ts';
import { projectFolder } from './projectFolder.ts';
import { messageHandlers } from './purchase/message/message.api.ts';
import { potentialHandlers } from './purchase/potential/potential.api.ts';
import { processHandlers } from './purchase/process/process.api.ts';
import { closingHandlers } from './purchase/closing/closing.api.ts';
import { quoteHandlers } from './purchase/quotes/quotes.api.ts';
import { routeHandlers } from './purchase/route/route.api.ts';
import { purchaseHandlers } from './purchase/purchase.api.ts';
import { reactions } from './reactions.ts';
import { calibrationHandlers } from './relationship/calibration/calibration.api.ts';
import { relationshipHandlers } from './relationship/relationship.api.ts';
import { demoHandlers } from './workspace/demo/demo.api.ts';
import { mailHandlers } from './workspace/mail/mail.api.ts';
import { importHandlers } from './workspace/import/import.api.ts';
import { importJob, openImports, type Imports } from './workspace/import/imports.api.ts';
import { shoppingHandlers } from './shopping/shopping.api.ts';
import { coachingHandlers } from './selling/coaching/coaching.api.ts';
import { forceHandlers } from './selling/force/force.api.ts';
import { leadershipHandlers } from './selling/team/leadership.api.ts';
import { paybackHandlers } from './selling/payback/programmes.api.ts';
import { sellingHandlers } from './selling/coverage.api.ts';
import { circleHandlers } from './usage/circle/circle.api.ts';
import { scheduleHandlers } from './insight/schedules/schedules.api.ts';
import { reports } from './reports.ts';
import { insightHandlers } from './insight/insight.api.ts';
import { spottedHandlers } from './usage/spotted/spotted.api.ts';
import { makeIdentify } from './workspace/identity.api.ts';
import { notificationHandlers } from './workspace/notifications/notifications.api.ts';
import { workHandlers } from './workspace/work/work.api.ts';
import { usageHandlers } from './usage/usage.api.ts';
import { workspaceHandlers } from './workspace/workspace.api.ts';

export const migrations = () => readMigrations(join(projectFolder, 'database', 'migrations'));

/** Everything but the network: the database, migrated, the jobs and the routes. Read downwards: it is the composition root. */
export interface House {
  engine: Engine;
  database: Connected;
  jobs: Jobs;
  postman: Postman | null;
  live: Live;
  imports: Imports;
  serving: Serving;
  api: ReturnType<typeof serve>;
  close(): Promise<void>;
}

export interface HouseOptions {
  databaseUrl?: string | undefined;
  dataFolder: string;
  log: {
    info(detail: object | string, message?: string): void;
    warn(detail: object | string, message?: string): void;
    error(detail: object | string, message?: string): void;
  };
  clock?: () => Date;
  /** An engine that is open and migrated already: tests. */
  engine?: Engine;
  /** An engine that is being opened: while it is, the program is read. */
  opening?: Promise<Engine> | undefined;
  /** Where mail leaves; without it letters wait. */
  mail?: MailSettings | undefined;
  /** The address that links in letters begin with. */
  baseAddress?: string | undefined;
  checkAnswers?: boolean;
  observe?: Serving['observe'];
  /** Work on background jobs in this process. */
  work?: boolean;
}

export async function openHouse(options: HouseOptions): Promise<House> {
  const engine =
    options.engine ??
    (await (options.opening ??
      openEngine({
        ...(options.databaseUrl ? { databaseUrl: options.databaseUrl } : {}),
        dataFolder: options.dataFolder,
        log: options.log,
      })));
  try {
    if (!options.engine) await migrate(engine, migrations(), options.log);
    const database = connect(engine);
    const clock = options.clock ?? (() => new Date());
    const postman = options.mail ? openPostman(options.mail) : null;
    let serving: Serving;
    // Without a data folder (tests on a database in memory) uploaded files go where the system keeps what may be lost.
    const imports = openImports({
      folder: join(options.dataFolder || join(tmpdir(), `perennial-${process.pid}`), 'imports'),
      database,
      serving: () => serving,
    });
    const all = { ...jobList(database, () => serving, postman), [importJob]: imports.job };
    const jobs = options.work === false ? noJobs(all) : await openJobs(database, all, options.log);
    const identify = makeIdentify(database, clock);
    const live = await openLive(database, identify);
    serving = {
      database,
      contracts,
      handlers: {
        workspace: workspaceHandlers,
        people: peopleHandlers,
        merging: mergingHandlers,
        relationship: relationshipHandlers,
        calibration: calibrationHandlers,
        offerings: offeringsHandlers,
        purchase: purchaseHandlers,
        quotes: quoteHandlers(() => serving),
        closing: closingHandlers,
        route: routeHandlers,
        ...usageHandlers,
        process: processHandlers,
        potential: potentialHandlers,
        message: messageHandlers,
        ...ownershipHandlers(() => serving),
        spotted: spottedHandlers,
        shopping: shoppingHandlers,
        circle: circleHandlers,
        selling: sellingHandlers,
        training: paybackHandlers,
        coaching: coachingHandlers,
        leadership: leadershipHandlers,
        force: forceHandlers,
        insight: insightHandlers,
        schedules: scheduleHandlers(reports, () => serving),
        mail: mailHandlers,
        notifications: notificationHandlers,
        work: workHandlers,
        import: importHandlers(imports),
        live: live.handlers,
        demo: demoHandlers,
      },
      reactions,
      identify,
      enqueue: (tx, job, data) => jobs.enqueue(tx, job, data),
      wake: (job) => jobs.wake(job),
      clock,
      site: { address: options.baseAddress ?? null, mailFrom: postman?.from.address ?? null },
      log: options.log,
      ...(options.checkAnswers ? { checkAnswers: true } : {}),
      ...(options.observe ? { observe: options.observe } : {}),
    };
    const api = serve(serving);
    // Nobody waits for background work to begin.
    const started = jobs.start().catch((error: unknown) => options.log.error({ err: error }, 'background jobs'));
    if (options.work !== false) imports.resume();
    return {
      engine,
      database,
      jobs,
      postman,
      live,
      imports,
      serving,
      api,
      async close() {
        await live.close();
        await imports.stop();
        await started;
        await jobs.stop();
        postman?.close();
        await database.close();
      },
    };
  } catch (error) {
    if (!options.engine) await engine.close();
    throw error;
  }
}

/** A process that only answers; another one works. What should be done soon is done before the answer. */
const noJobs = (all: Record<string, Job>): Jobs => ({
  enqueue: async () => {},
  wake: (job) => all[job]!.work({}, new AbortController().signal),
  start: async () => {},
  stop: async () => {},
});
