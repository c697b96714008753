import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { projectFolder } from '../house.ts';
import { readConfig } from '../platform/config.ts';
import { startServer } from '../server.ts';
import { buildWebClient } from './webClient.ts';

/** Starts everything and prints one line with the address. Ends on SIGTERM or SIGINT when what is in work is done. */
export async function serve(settings: { port?: number | undefined; web?: boolean; dataFolder?: string } = {}): Promise<{ address: string }> {
  const config = readConfig();
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel, base: null }, pino.destination(2));
  const progress = (text: string) => void process.stderr.write(`${text}\n`);
  if (settings.web !== false) await buildWebClient(progress);
  const webFolder = join(projectFolder, 'dist', 'web');
  const running = await startServer({
    host: config.host, port: settings.port ?? config.port, dataFolder: settings.dataFolder ?? config.dataFolder, databaseUrl: config.databaseUrl, baseAddress: config.baseAddress, behindProxy: config.behindProxy,
    ...(config.smtpUrl && config.mailFrom ? { mail: { url: config.smtpUrl, from: config.mailFrom } } : {}),
    webFolder: existsSync(webFolder) ? webFolder : undefined,
    log: { info: (detail, message) => progress(message ?? (typeof detail === 'string' ? detail : JSON.stringify(detail))), warn: (detail, message) => log.warn(detail as object, message), error: (detail, message) => log.error(detail as object, message) },
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
