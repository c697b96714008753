import { connect } from '../platform/database.ts';
import { call, type Options } from '../platform/client.ts';
import type { Answer, Endpoint, Sends } from '../platform/contract.ts';
import { openTestEngine, type TestEngine } from '../platform/engine-testing.ts';
import { newId } from '../platform/ids.ts';
import { migrations, openHouse, type House, type HouseOptions } from '../house.ts';
import { newSecret, secretHash, tokenPrefix } from '../platform/secret.ts';
import type { Role } from '../workspace/roles.ts';

/** A whole house for a test: real database, real routes, two workspaces, people of every role, a clock that the test sets. */
export interface World {
  house: House;
  engine: TestEngine;
  /** Workspaces by name: 'first' and 'second'. */
  workspaces: { first: string; second: string };
  /** Speaks as a member of the first workspace (made on first use); `another` makes a second person of that role. */
  as(role: Role, options?: { workspace?: 'first' | 'second'; another?: string; teamId?: string }): Promise<Person>;
  fetch(request: Request): Promise<Response>;
  now(): Date;
  setNow(date: Date | string): void;
  /** Empties all tables and begins anew. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface Person {
  memberId: string;
  workspaceId: string;
  token: string;
  call<E extends Endpoint>(endpoint: E, input?: Sends<E>, options?: Options): Promise<Answer<E>>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export async function openWorld(options: Pick<HouseOptions, 'mail' | 'baseAddress'> = {}): Promise<World> {
  const engine = await openTestEngine({ migrations: migrations() });
  let now = new Date('2026-06-11T09:00:00Z');
  const log = { info() {}, warn() {}, error: (detail: unknown, message?: string) => console.error(message, detail) };
  const house = await openHouse({
    ...options,
    engine,
    dataFolder: '',
    log,
    clock: () => now,
    checkAnswers: true,
    work: false,
  });
  const database = connect(engine);
  let people = new Map<string, Promise<Person>>();
  const workspaces = { first: '', second: '' };

  const fetch_ = (request: Request) => Promise.resolve(house.api.fetch(request, { address: '127.0.0.1' }));

  async function begin(): Promise<void> {
    people = new Map();
    for (const name of ['first', 'second'] as const) {
      workspaces[name] = newId();
      await database.asOwner((tx) =>
        tx
          .insertInto('workspace')
          .values({ workspace_id: workspaces[name], name: `The ${name} firm`, created_at: now })
          .execute(),
      );
    }
  }

  async function join(role: Role, workspaceId: string, teamId: string | undefined): Promise<Person> {
    const memberId = newId();
    const loginId = newId();
    const token = `${tokenPrefix}${newSecret()}`;
    const email = `${memberId}@example.org`;
    await database.asOwner(async (tx) => {
      await tx
        .insertInto('login')
        .values({ id: loginId, email, name: `The ${role}`, created_at: now })
        .execute();
      await tx
        .insertInto('member')
        .values({
          workspace_id: workspaceId,
          id: memberId,
          login_id: loginId,
          name: `The ${role}`,
          email,
          role,
          team_id: teamId ?? null,
          created_at: now,
          updated_at: now,
        })
        .execute();
      await tx
        .insertInto('api_token')
        .values({
          workspace_id: workspaceId,
          id: newId(),
          member_id: memberId,
          name: 'test',
          token_hash: secretHash(token),
          scopes: ['write', 'read'],
          created_at: now,
          expires_at: new Date('2099-01-01'),
        })
        .execute();
    });
    const connection = {
      base: 'http://127.0.0.1',
      token,
      fetch: ((input: string | URL | Request, init?: RequestInit) => fetch_(new Request(input, init))) as typeof fetch,
    };
    return {
      memberId,
      workspaceId,
      token,
      call: (endpoint, input, options) => call(connection, endpoint, input, options),
      fetch: (path, init) =>
        fetch_(
          new Request(`http://127.0.0.1${path}`, {
            ...init,
            headers: { authorization: `Bearer ${token}`, ...Object.fromEntries(new Headers(init?.headers)) },
          }),
        ),
    };
  }

  await begin();
  return {
    house,
    engine,
    workspaces,
    as(role, { workspace = 'first', another = '', teamId } = {}) {
      const key = `${workspace}/${role}/${another}`;
      const known = people.get(key) ?? join(role, workspaces[workspace], teamId);
      people.set(key, known);
      return known;
    },
    fetch: fetch_,
    now: () => now,
    setNow: (date) => {
      now = new Date(date);
    },
    async reset() {
      await engine.empty();
      await begin();
    },
    async close() {
      await house.close();
    },
  };
}
