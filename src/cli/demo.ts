import { randomBytes } from 'node:crypto';
import { readConfig } from '../platform/config.ts';
import { serve } from './serve.ts';

/** Starts the demo company in a data folder of its own, beside yours, and says how to sign in. */
export async function demo({ port }: { port?: number | undefined } = {}): Promise<void> {
  const config = readConfig();
  if (config.databaseUrl)
    throw new Error(
      'The demo company starts on the embedded database: unset DATABASE_URL, or load it in the settings of a workspace.',
    );
  const { address } = await serve({ port, dataFolder: `${config.dataFolder}-demo` });
  const { needed } = (await (await fetch(`${address}/api/setup`)).json()) as { needed: boolean };
  if (!needed) {
    process.stdout.write('The demo company was made before; sign in as then, or delete the folder to begin anew.\n');
    return;
  }
  const email = 'edda.karlsen@elmreath.example';
  const password = randomBytes(9).toString('base64url');
  const json = { 'content-type': 'application/json' };
  const made = await fetch(`${address}/api/setup`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      name: 'Edda Karlsen',
      email,
      password,
      workspace: { name: 'Elmreath Water', currency: 'EUR', timeZone: 'UTC' },
    }),
  });
  const cookie = made.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const loaded = await fetch(`${address}/api/demo`, { method: 'POST', headers: { ...json, cookie } });
  if (!loaded.ok) throw new Error(`The demo company could not be loaded: ${await loaded.text()}`);
  process.stdout.write(`Sign in as ${email} with the password ${password}\n`);
}
