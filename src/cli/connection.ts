import type { Connection } from '../platform/client.ts';
import { readConfig } from '../platform/config.ts';
import { readOperatorNote } from '../operator.ts';

/** The server and token that the command line talks with: as told, or the server that runs on this data folder. */
export async function connection(): Promise<Connection> {
  const config = readConfig();
  if (config.token) return { base: config.address ?? `http://${config.host}:${config.port}`, token: config.token };
  const note = await readOperatorNote(config.dataFolder);
  if (!note || config.address) throw new Error('No token. Start the server on this data folder (npm start), or set PERENNIAL_ADDRESS and PERENNIAL_TOKEN (made in settings, under API tokens).');
  // Ten minutes are enough for one command; longer work renews nothing and needs a token of its own.
  const { token } = (await askOperator(note, '/token', { days: 10 / 1440 }).then((r) => r.json())) as { token: string };
  return { base: note.address, token };
}

export async function askOperator(note: { address: string; secret: string }, path: string, body: object): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${note.address}/operator${path}`, { method: 'POST', headers: { authorization: `Operator ${note.secret}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  } catch {
    throw new Error(`The server that was on this data folder does not answer at ${note.address}. Start it again with npm start.`);
  }
  if (!response.ok) throw new Error(((await response.json().catch(() => ({}))) as { detail?: string }).detail ?? `The server answered ${response.status}.`);
  return response;
}
