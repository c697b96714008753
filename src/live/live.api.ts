import { Problem } from '../platform/problem.ts';
import type { Connected } from '../platform/database.ts';
import type { Handlers, Who } from '../platform/serve.ts';
import type { LiveEvent, liveContract } from './contract.ts';

interface Listener {
  who: Who;
  send(text: string): void;
  close(): void;
}

const mostListeners = 2000;
const heartbeat = 20_000;

/** What colleagues change, while they change it. Each listener is told only of what row-level security lets them see. */
export interface Live {
  handlers: Handlers<typeof liveContract>;
  close(): Promise<void>;
}

export async function openLive(
  database: Connected,
  identify: (request: Request) => Promise<Who | null>,
): Promise<Live> {
  const listeners = new Map<string, Set<Listener>>();
  let count = 0;
  let closed = false;

  const stopListening = await database.engine.listen('perennial_event', (payload) => {
    const {
      workspaceId,
      ids = [],
      members,
      accounts,
      kind,
    } = JSON.parse(payload) as {
      workspaceId: string;
      ids?: string[];
      members?: string[];
      accounts?: string[];
      kind?: string;
    };
    for (const listener of listeners.get(workspaceId) ?? []) {
      if (accounts) void tell(listener, () => ofAccounts(database, listener.who, accounts, kind!));
      // A large change is told as one: read your lists anew.
      else if (!members)
        void tell(listener, async () => (ids.length === 0 ? [many] : visible(database, listener.who, ids)));
      else if (members.includes(listener.who.memberId)) listener.send(`data: ${JSON.stringify([notified])}\n\n`);
    }
  });
  // A stream outlives the request that opened it: whoever lost their access is shown out at the next beat.
  const beat = setInterval(() => {
    for (const all of listeners.values()) for (const listener of all) listener.send(': beat\n\n');
  }, heartbeat);
  beat.unref();

  return {
    handlers: {
      async stream(call) {
        if (count >= mostListeners)
          throw new Problem(
            503,
            'busy',
            'Too many people are listening. Lists still refresh when you return to them.',
            {},
            { 'retry-after': '30' },
          );
        const { who, request } = call;
        const all = listeners.get(who.workspaceId) ?? new Set();
        listeners.set(who.workspaceId, all);
        const encoder = new TextEncoder();
        let listener: Listener | undefined;
        const leave = () => {
          if (!listener || !all.delete(listener)) return;
          count--;
          if (all.size === 0) listeners.delete(who.workspaceId);
          clearInterval(recheck);
        };
        const recheck = setInterval(() => {
          // What somebody may see can become less while they listen.
          void identify(request).then(
            (still) => {
              if (!listener) return;
              if (still?.workspaceId === who.workspaceId) listener.who = still;
              else listener.close();
            },
            () => undefined,
          );
        }, 1000);
        recheck.unref();
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            listener = {
              who,
              send(text) {
                // A reader that does not keep up is let go; it comes back and reads anew.
                if ((controller.desiredSize ?? 0) < -1000) return this.close();
                controller.enqueue(encoder.encode(text));
              },
              close() {
                leave();
                try {
                  controller.close();
                } catch {
                  // closed by the reader already
                }
              },
            };
            all.add(listener);
            count++;
            listener.send('retry: 3000\n\n');
          },
          cancel: leave,
        });
        return new Response(body, {
          headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
        });
      },
    },
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(beat);
      for (const all of listeners.values()) for (const listener of Array.from(all)) listener.close();
      await stopListening();
    },
  };
}

/** That there is something new for this person to read; what it is, they ask for. */
const notified: LiveEvent = { name: 'notified', kind: 'notification', id: null, accountId: null };

const many: LiveEvent = { name: 'many', kind: 'any', id: null, accountId: null };

async function tell(listener: Listener, news: () => Promise<LiveEvent[]>): Promise<void> {
  try {
    const events = await news();
    if (events.length > 0) listener.send(`data: ${JSON.stringify(events)}\n\n`);
  } catch {
    // Missed news is not an error: lists are read anew when the window comes back.
  }
}

async function visible(database: Connected, who: Who, ids: string[]): Promise<LiveEvent[]> {
  const rows = await database.transact(who.scope, (tx) =>
    tx
      .selectFrom('event')
      .select(['name', 'subject_kind', 'subject_id', 'account_id'])
      .where('id', 'in', ids)
      .execute(),
  );
  return rows.map((r) => ({ name: r.name, kind: r.subject_kind, id: r.subject_id, accountId: r.account_id }));
}

async function ofAccounts(database: Connected, who: Who, accounts: string[], kind: string): Promise<LiveEvent[]> {
  const rows = await database.transact(who.scope, (tx) =>
    tx.selectFrom('account').select('id').where('id', 'in', accounts).execute(),
  );
  return rows.map(({ id }) => ({ name: `${kind}.looked at`, kind, id: null, accountId: id }));
}
