import { Command } from 'commander';
import { readConfig } from '../platform/config.ts';
import { exitCode } from './output.ts';
import { serve } from './serve.ts';
import { version } from '../version.ts';

/** See `exitCode`. */
const wrongWords = 2;

const program = new Command('perennial')
  .description('The customer-lifecycle CRM that does not stop at the close.')
  .version(version, '-V, --program-version')
  .showHelpAfterError()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : wrongWords));

program
  .command('serve', { isDefault: true })
  .description('Start the server.')
  .option('--port <number>', 'instead of PORT')
  .option('--no-web', 'answer the API alone')
  .action(
    async ({ port, web }: { port?: string; web: boolean }) =>
      void (await serve({ port: port === undefined ? undefined : Number(port), web })),
  );
program
  .command('demo')
  .description('Start the demo company in a data folder of its own, and say how to sign in.')
  .option('--port <number>', 'instead of PORT')
  .action(async ({ port }: { port?: string }) =>
    (await import('./demo.ts')).demo({ port: port === undefined ? undefined : Number(port) }),
  );
// The server is up sooner without reading what only the other commands need.
const asked = process.argv[2];
if (asked !== undefined && asked !== 'serve') (await import('./commands.ts')).addCommands(program);

// The server starts by itself only where nothing else was asked for.
if (
  asked !== undefined &&
  !asked.startsWith('-') &&
  asked !== 'help' &&
  program.commands.every((command) => command.name() !== asked)
)
  program.error(`error: there is no command “${asked}”. Find one with: perennial find ${asked}`);

try {
  readConfig();
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(exitCode(error));
}
