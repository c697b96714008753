import { ApiProblem, type Connection } from '../platform/client.ts';
import { readConfig } from '../platform/config.ts';
import { readOperatorNote } from '../operator.ts';

/** The server and token that the command line talks with: as told, or the server that runs on this data folder. */
export async function connection(): Promise<Connection> {
  const config = readConfig();
  if (config.token) return connected(config.address ?? `http://${config.host}:${config.port}`, config.token);
  const note = await readOperatorNote(config.dataFolder);
  if (!note || config.address)
    throw new Error(
      'No token. Start the server on this data folder (npm start), or set PERENNIAL_ADDRESS and PERENNIAL_TOKEN (made in settings, under API tokens).',
    );
  // Ten minutes are enough for one command; longer work renews nothing and needs a token of its own.
  const { token } = (await askOperator(note, '/token', { days: 10 / 1440 }).then((r) => r.json())) as { token: string };
  return connected(note.address, token);
}

/** What cannot be reached is said with its address. */
const connected = (base: string, token: string): Connection => ({
  base,
  token,
  fetch: (what, how) =>
    fetch(what, how).catch((error: unknown) => {
      if (how?.signal?.aborted) throw error;
      throw new ApiProblem(503, {
        code: 'away',
        detail: `There is no answer from ${base}. Start the server with npm start, or correct PERENNIAL_ADDRESS.`,
      });
    }),
});

export async function askOperator(
  note: { address: string; secret: string },
  path: string,
  body: object,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${note.address}/operator${path}`, {
      method: 'POST',
      headers: { authorization: `Operator ${note.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error(
      `The server that was on this data folder does not answer at ${note.address}. Start it again with npm start.`,
    );
  }
  if (!response.ok)
    throw new Error(
      ((await response.json().catch(() => ({}))) as { detail?: string }).detail ??
        `The server answered ${response.status}.`,
    );
  return response;
}
