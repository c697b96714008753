import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { migrations } from '../house.ts';
import { readOperatorNote } from '../operator.ts';
import { appearWhole } from '../platform/backup-file.ts';
import { backup, restore } from '../platform/backup.ts';
import { configHelp, readConfig } from '../platform/config.ts';
import { openEngine } from '../platform/engine-open.ts';
import { schemaVersion } from '../platform/migrate.ts';
import { askOperator } from './connection.ts';
import { print, progressBar } from './output.ts';

/** What the person who runs the machine needs. */
export function addOperations(program: Command): void {
  program
    .command('backup')
    .argument('<file>', 'where to write it, such as perennial.backup')
    .description('Back up everything, also while the server runs.')
    .action(async (file: string) => {
      const config = readConfig();
      const note = config.databaseUrl ? null : await readOperatorNote(config.dataFolder);
      if (note) {
        process.stderr.write('Backing up while the server goes on …\n');
        const response = await askOperator(note, '/backup', {});
        await appearWhole(file, (to) => pipeline(Readable.fromWeb(response.body as never), to));
        print({ file, ...(JSON.parse(response.headers.get('x-summary') ?? '{}') as object) }, false);
        return;
      }
      if (!isThere(config))
        throw new Error(
          `There is no database in ${config.dataFolder}, so there is nothing to back up. Set DATA_FOLDER or DATABASE_URL to where it is.`,
        );
      const bar = progressBar('Backing up');
      print(
        {
          file,
          ...(await withEngine((engine) =>
            backup(engine, file, { now: new Date(), progress: ({ rows }) => bar.at(rows) }),
          )),
        },
        false,
      );
    });

  program
    .command('restore')
    .argument('<file>')
    .option('--force', 'replace everything that is there')
    .description('Restore a backup into this data folder or DATABASE_URL, from either kind of database.')
    .action(async (file: string, { force = false }: { force?: boolean }) => {
      if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
      const bar = progressBar('Restoring');
      print(
        await withEngine((engine) =>
          restore(engine, file, { migrations: migrations(), log: quiet, force, progress: ({ rows }) => bar.at(rows) }),
        ),
        false,
      );
    });

  program
    .command('token')
    .option('--email <address>', 'whose token; the first owner unless told')
    .option('--days <number>', 'how long it is valid', '90')
    .description('Make an API token on the running server; it is shown this once.')
    .action(async ({ email, days }: { email?: string; days: string }) => {
      const note = await readOperatorNote(readConfig().dataFolder);
      if (!note) throw new Error('No server runs on this data folder. Start it with npm start.');
      const { token, member } = (await (
        await askOperator(note, '/token', { ...(email ? { email } : {}), days: Number(days) })
      ).json()) as { token: string; member: string };
      process.stderr.write(`Token of ${member}, valid ${days} days:\n`);
      process.stdout.write(`${token}\n`);
    });

  program
    .command('doctor')
    .description('Look whether everything is in order, and say what to do where it is not.')
    .option('--json', 'for other programs')
    .action(async ({ json = false }: { json?: boolean }) => {
      const findings = await examine();
      if (json) print(findings, true);
      else
        for (const { ok, what, detail } of findings)
          process.stdout.write(`${ok ? 'ok  ' : 'BAD '} ${what}: ${detail}\n`);
      if (findings.some((f) => !f.ok)) process.exitCode = 1;
    });

  program
    .command('settings')
    .description('List the settings that can be given from outside.')
    .action(() => {
      for (const { name, doc, otherwise } of configHelp)
        process.stdout.write(`${name.padEnd(22)} ${doc}${otherwise === undefined ? '' : ` (${otherwise})`}\n`);
    });
}

const quiet = { info() {}, warn() {}, error() {} };

/** To look at an embedded database would make one where none is. */
const isThere = ({ databaseUrl, dataFolder }: ReturnType<typeof readConfig>): boolean =>
  Boolean(databaseUrl) || existsSync(join(dataFolder, 'database'));

async function withEngine<T>(work: (engine: Awaited<ReturnType<typeof openEngine>>) => Promise<T>): Promise<T> {
  const config = readConfig();
  const engine = await openEngine({
    ...(config.databaseUrl ? { databaseUrl: config.databaseUrl } : {}),
    dataFolder: config.dataFolder,
    log: quiet,
    deadline: 0,
    poolSize: config.poolSize,
  });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

interface Finding {
  what: string;
  ok: boolean;
  detail: string;
}

async function examine(): Promise<Finding[]> {
  const config = readConfig();
  const findings: Finding[] = [
    { what: 'program', ok: Number(process.versions.node.split('.')[0]) >= 26, detail: `Node ${process.versions.node}` },
  ];
  const note = config.databaseUrl ? null : await readOperatorNote(config.dataFolder);
  if (note) {
    const ready = await fetch(`${note.address}/readyz`).then(
      async (r) => ({ ok: r.ok, text: await r.text() }),
      () => ({
        ok: false,
        text: `does not answer. End process ${note.process} if it still runs, and start again with npm start`,
      }),
    );
    return [
      ...findings,
      { what: 'server', ok: ready.ok, detail: `${note.address} (process ${note.process}): ${ready.text}` },
    ];
  }
  if (!isThere(config))
    return [
      ...findings,
      { what: 'database', ok: true, detail: `none in ${config.dataFolder} yet; made at the first start` },
    ];
  const newest = migrations().at(-1)?.number ?? 0;
  try {
    return await withEngine(async (engine) => {
      const facts = await engine.facts();
      const session = await engine.poolWithin(0).connect();
      try {
        const schema = await schemaVersion(session);
        // What people's requests may touch at all; the rest (passwords, sessions) is only the owner's.
        const loose = (
          await session.query(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and not (relrowsecurity and relforcerowsecurity) and exists (select from pg_roles where rolname = 'perennial_app') and has_table_privilege('perennial_app', oid, 'select, insert, update, delete')",
          )
        ).rows as { relname: string }[];
        return [
          ...findings,
          {
            what: 'database',
            ok: true,
            detail: `${facts.kind} PostgreSQL ${facts.version}, ${Math.round(facts.sizeBytes / 1e6)} MB`,
          },
          {
            what: 'disk',
            ok: (facts.freeBytes ?? Infinity) > 1e9,
            detail:
              facts.freeBytes === undefined ? 'on the database server' : `${Math.round(facts.freeBytes / 1e9)} GB free`,
          },
          {
            what: 'schema',
            ok: schema <= newest,
            detail:
              schema === newest
                ? `${schema}, current`
                : schema === 0
                  ? 'empty; made at the first start'
                  : schema > newest
                    ? `${schema}, made by a newer Perennial than this one, which knows up to ${newest}: start that one`
                    : `${schema}; brought to ${newest} at the next start`,
          },
          {
            what: 'row-level security',
            ok: loose.length === 0,
            detail:
              loose.length === 0
                ? 'forced on every table that requests can touch'
                : `missing on ${loose.map((l) => l.relname).join(', ')}`,
          },
        ];
      } finally {
        session.release();
      }
    });
  } catch (error) {
    return [...findings, { what: 'database', ok: false, detail: (error as Error).message }];
  }
}
