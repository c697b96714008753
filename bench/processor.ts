import { readdirSync, readFileSync } from 'node:fs';
import type { Client } from 'pg';

/**
 * Processor time in milliseconds that the server and PostgreSQL have used so far: on a busy machine it says what a request costs, which
 * the clock does not. Linux only, and only for a PostgreSQL on this machine; undefined where it cannot be known.
 */
export interface Used {
  server: number;
  postgres: number | undefined;
}

export async function processor(
  server: number | undefined,
  direct: Client | undefined,
): Promise<() => Used | undefined> {
  const postmaster = direct && (await postmasterOf(direct));
  return () => {
    const own = server === undefined ? undefined : timesOf(server);
    if (!own) return undefined;
    return { server: own.used, postgres: postmaster === undefined ? undefined : usedByTree(postmaster) };
  };
}

async function postmasterOf(direct: Client): Promise<number | undefined> {
  const { rows } = await direct.query<{ pid: number }>('select pg_backend_pid() as pid');
  const backend = timesOf(rows[0]!.pid);
  return backend?.command.startsWith('postgres') ? backend.parent : undefined;
}

/** The postmaster, those of its children that live, and (counted by the system) those that ended. */
function usedByTree(root: number): number {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (timesOf(Number(name)) ?? []) : []));
  return all.reduce(
    (sum, p) => (p.pid === root ? sum + p.used + p.usedByEnded : p.parent === root ? sum + p.used : sum),
    0,
  );
}

function timesOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15).map((ticks) => ticks * 10);
    return { pid, command, parent: fields[1]!, used: user + system, usedByEnded: endedUser + endedSystem };
  } catch {
    return undefined;
  }
}
