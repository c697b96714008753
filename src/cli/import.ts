import type { Command } from 'commander';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { call, send } from '../platform/client.ts';
import { importContract as api, type ImportRecord } from '../workspace/import/contract.ts';
import type { PlanProblemCode } from '../workspace/import/plan/rules.ts';
import { t } from '../workspace/import/web/messages.ts';
import { notePlace, noteText, notesOf } from '../workspace/import/web/noteText.ts';
import { connection } from './connection.ts';
import { print, progressBar } from './output.ts';

/** The same import as in the browser: the same plan, the same runner, the same report. */
export function addImport(program: Command): void {
  program
    .command('import')
    .argument('<paths...>', 'files, or folders of files: CSV, TSV, XLSX, vCard, iCalendar')
    .option('--dry-run', 'try it and count, without writing anything')
    .option('--json', 'the report as one line of JSON, for other programs')
    .description('Bring records in. The plan is proposed as in the browser; change it there, or undo afterwards.')
    .action(async (paths: string[], { dryRun = false, json = false }: { dryRun?: boolean; json?: boolean }) => {
      const files = paths.flatMap(filesAt);
      if (files.length === 0)
        throw new Error(
          `There is nothing to bring in at ${paths.join(', ')}: no CSV, TSV, XLSX, vCard or iCalendar file.`,
        );
      const server = await connection();
      const { id } = await call(server, api.createImport, { body: {} });
      for (const path of files) {
        const { size } = statSync(path);
        const { number } = await call(server, api.addImportFile, {
          params: { id },
          body: { name: basename(path), size },
        });
        await send(server, api.uploadImportFile, {
          params: { id, number },
          raw: Readable.toWeb(createReadStream(path)) as ReadableStream,
        });
      }
      const { problems, unreadable } = await call(server, api.proposeImport, { params: { id }, body: {} });
      for (const { file, reason } of unreadable) process.stderr.write(`${file}: ${reason}\n`);
      for (const { severity, code, file = '', column = '', detail } of problems)
        process.stderr.write(`${severity}: ${t(`problem.${code as PlanProblemCode}`, { file, column, detail })}\n`);
      if (problems.some((problem) => problem.severity === 'error'))
        throw new Error('Nothing was imported. Match these columns in the browser, under Import, and run it there.');

      await call(server, dryRun ? api.rehearseImport : api.runImport, { params: { id } });
      const ended = await follow(() => call(server, api.readImport, { params: { id } }), dryRun);
      const report = dryRun ? ended.rehearsal?.report : ended.report;
      if (!json)
        for (const file of report?.files ?? [])
          process.stderr.write(
            `${file.file}: ${file.read} read, ${file.created} created, ${file.updated} updated, ${file.merged} merged, ${file.skipped} skipped, ${file.failed} failed\n`,
          );
      if (!json && report)
        for (const note of notesOf(report)) process.stderr.write(`${noteText(note)} (${notePlace(note)})\n`);
      print(
        {
          import: id,
          state: ended.state,
          records: report?.records ?? {},
          ...(json ? { files: report?.files ?? [] } : {}),
        },
        json,
      );
      if (ended.error) throw new Error(ended.error);
    });
}

/** A folder stands for the files in it. */
const filesAt = (path: string): string[] => {
  if (!existsSync(path)) throw new Error(`There is no file or folder ${path}.`);
  return statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => /\.(csv|tsv|txt|xlsx|vcf|ics)$/i.test(name))
        .sort()
        .map((name) => join(path, name))
    : [path];
};

async function follow(read: () => Promise<ImportRecord>, dryRun: boolean): Promise<ImportRecord> {
  const bar = progressBar(dryRun ? 'Trying' : 'Importing');
  for (;;) {
    const now = await read();
    const working = dryRun ? now.rehearsal?.state === 'running' : now.working || now.state === 'running';
    if (now.progress) bar.at(now.progress.rows, now.progress.totalRows ?? undefined);
    if (!working) {
      bar.end();
      return now;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
