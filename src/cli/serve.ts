import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../platform/config.ts';
import { openEngine } from '../platform/engine-open.ts';
import { projectFolder } from '../projectFolder.ts';
import type { HouseOptions } from '../house.ts';
import { buildWebClient } from './webClient.ts';

type Log = HouseOptions['log'];

/** Starts everything and prints one line with the address. Ends on SIGTERM or SIGINT when what is in work is done. */
export async function serve(
  settings: { port?: number | undefined; web?: boolean; dataFolder?: string } = {},
): Promise<{ address: string }> {
  const config = readConfig();
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel, base: null }, pino.destination(2));
  const progress = (text: string) => void process.stderr.write(`${text}\n`);
  const houseLog: Log = {
    info: (detail, message) => progress(message ?? (typeof detail === 'string' ? detail : JSON.stringify(detail))),
    warn: (detail, message) => log.warn(detail as object, message),
    error: (detail, message) => log.error(detail as object, message),
  };
  const { databaseUrl, poolSize } = config;
  const dataFolder = settings.dataFolder ?? config.dataFolder;
  // The database opens in a thread of its own while this one reads the program and looks at the web client.
  const opening = openEngine({ ...(databaseUrl ? { databaseUrl } : {}), dataFolder, poolSize, log: houseLog });
  opening.catch(() => {});
  const program = import('../server.ts');
  if (settings.web !== false) await buildWebClient(progress);
  const webFolder = join(projectFolder, 'dist', 'web');
  const { startServer } = await program;
  const running = await startServer({
    host: config.host,
    port: settings.port ?? config.port,
    dataFolder,
    databaseUrl,
    opening,
    baseAddress: config.baseAddress,
    behindProxy: config.behindProxy,
    log: houseLog,
    ...(config.smtpUrl && config.mailFrom ? { mail: { url: config.smtpUrl, from: config.mailFrom } } : {}),
    webFolder: existsSync(webFolder) ? webFolder : undefined,
  });
  process.stdout.write(`Perennial is running at ${config.baseAddress ?? running.address}\n`);

  let ending = false;
  const end = () => {
    if (ending) process.exit(1);
    ending = true;
    progress('Finishing what is in work …');
    setTimeout(() => process.exit(1), 30_000).unref();
    void running.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  return { address: running.address };
}
