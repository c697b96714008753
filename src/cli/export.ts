import type { Command } from 'commander';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { contracts } from '../contracts.ts';
import { ApiProblem, call, type Connection } from '../platform/client.ts';
import type { Endpoint } from '../platform/contract.ts';
import { csvOfRecords } from '../workspace/export.ts';
import { connection } from './connection.ts';
import { progressBar } from './output.ts';

/** Every list of the contract as one CSV file: all that the person may see, page by page, in flat memory. */
export function addExport(program: Command): void {
  program
    .command('export')
    .argument('<folder>', 'where to write the files')
    .option('--only <names>', 'such as accounts,contacts')
    .description('Write every list as a CSV file: what you may see, and nothing else.')
    .action(async (folder: string, { only }: { only?: string }) => {
      const server = await connection();
      await mkdir(folder, { recursive: true });
      const all = lists();
      const wanted = only?.split(',') ?? [...all.keys()];
      const unknown = wanted.filter((name) => !all.has(name));
      if (unknown.length > 0)
        throw new Error(`There is no list ${unknown.join(', ')}. There are: ${[...all.keys()].join(', ')}.`);
      for (const name of wanted) {
        const file = join(folder, `${name}.csv`);
        const bar = progressBar(name);
        try {
          await pipeline(
            Readable.from(csvOfRecords(everyItem(server, all.get(name)!, (rows) => bar.at(rows)))),
            createWriteStream(file),
          );
        } catch (error) {
          // What the person may not see is not theirs to take along; the rest is.
          if (only || !(error instanceof ApiProblem) || error.status !== 403) throw error;
          await rm(file, { force: true });
          process.stderr.write(`${name}: left out. ${error.detail}\n`);
          continue;
        }
        bar.end();
        process.stdout.write(`${file}\n`);
      }
    });
}

/** The endpoints that answer pages and need nothing but paging: `listAccounts` → accounts. Where two slices have a list of one name, the slice stands before it. */
function lists(): Map<string, Endpoint> {
  const all = Object.entries(contracts).flatMap(([slice, contract]) =>
    Object.entries(contract as Record<string, Endpoint>)
      .filter(
        ([name, { method, path, query, answer }]) =>
          /^list[A-Z]/.test(name) &&
          'items' in ((answer as { shape?: object }).shape ?? {}) &&
          method === 'GET' &&
          !path.includes(':') &&
          (query?.safeParse({}).success ?? true),
      )
      .map(([name, endpoint]) => ({ slice, name: name.charAt(4).toLowerCase() + name.slice(5), endpoint })),
  );
  const often = Map.groupBy(all, ({ name }) => name);
  return new Map(
    all.map(({ slice, name, endpoint }) => [often.get(name)!.length > 1 ? `${slice}-${name}` : name, endpoint]),
  );
}

async function* everyItem(
  server: Connection,
  endpoint: Endpoint,
  progress: (rows: number) => void,
): AsyncGenerator<Record<string, unknown>> {
  const paged = 'cursor' in ((endpoint.query as { shape?: object } | undefined)?.shape ?? {});
  let rows = 0;
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = (await call(server, endpoint, {
      query: { ...endpoint.whole, ...(paged ? { limit: 200, ...(cursor ? { cursor } : {}) } : {}) },
    })) as { items: Record<string, unknown>[]; next?: string | null };
    yield* page.items;
    progress((rows += page.items.length));
    cursor = page.next ?? null;
  }
}
