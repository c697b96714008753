import { randomUUID } from 'node:crypto';
import { idOf } from './fill.ts';

/** What is asked of a filled company: requests, and beside a read the bare query that answers nearly the same. */

export interface Request {
  path: string;
  body?: object;
}

export interface Question {
  what: string;
  request: (n: number) => Request;
  bare?: string;
}

const workspace = "workspace_id = '01900000-0000-7000-8000-0000000000aa'";
const fragments = ['werke 12', 'oun', 'ealt', 'tools 9', 'erst', 'ia med', '3012', 'food'];
const fragment = (n: number) => encodeURIComponent(fragments[n % fragments.length]!);

export function reads(accounts: number): Question[] {
  const some = (n: number) => idOf('3', 1 + ((n * 7919) % accounts));
  // The cursor of a page that ends in the middle of the list by name.
  const deep = Buffer.from(JSON.stringify(['n', some(17)])).toString('base64url');
  return [
    {
      what: 'list of 50 by name, first page',
      request: () => ({ path: '/accounts?limit=50' }),
      bare: `select * from account where ${workspace} and deleted_at is null order by name_key, id limit 50`,
    },
    {
      what: 'list of 50, deep page',
      request: () => ({ path: `/accounts?limit=50&cursor=${deep}` }),
      bare: `select * from account where ${workspace} and deleted_at is null and (name_key, id) > ('n', '${some(17)}') order by name_key, id limit 50`,
    },
    {
      what: 'list of 50 of one phase and position, by trust',
      request: (n) => ({
        path: `/accounts?limit=50&phase=usage&position=${['realized', 'enlightenment', 'disillusionment'][n % 3]}&sort=trust`,
      }),
      bare: `select * from relationship join account on account.workspace_id = relationship.workspace_id and id = account_id where relationship.${workspace} and alive and phase = 'usage' and position = 'realized' order by trust, account_id limit 50`,
    },
    {
      what: 'list of 50 of one owner, by name',
      request: (n) => ({ path: `/accounts?limit=50&owner=${idOf('2', 1 + (n % 200))}` }),
      bare: `select * from account where ${workspace} and owner_id = '${idOf('2', 5)}' and deleted_at is null order by name_key, id limit 50`,
    },
    {
      what: 'list of 50, searched by fragment',
      request: (n) => ({ path: `/accounts?limit=50&text=${fragment(n)}` }),
      bare: `select * from account where ${workspace} and search_text like '%tools 9%' and deleted_at is null order by name_key, id limit 50`,
    },
    {
      what: 'search by fragment (palette)',
      request: (n) => ({ path: `/search?text=${fragment(n)}` }),
      bare: `select id, name from account where ${workspace} and search_text like '%tools 9%' limit 7`,
    },
    {
      what: 'account: record',
      request: (n) => ({ path: `/accounts/${some(n)}` }),
      bare: `select * from account where ${workspace} and id = '${some(3)}'`,
    },
    {
      what: 'account: curve',
      request: (n) => ({ path: `/accounts/${some(n)}/relationship` }),
      bare: `select * from touchpoint where ${workspace} and account_id = '${some(3)}'`,
    },
    {
      what: 'account: timeline of 50',
      request: (n) => ({ path: `/touchpoints?account=${some(n)}&limit=50` }),
      bare: `select * from touchpoint where ${workspace} and account_id = '${some(3)}' order by at desc, id desc limit 50`,
    },
    { what: 'Today', request: () => ({ path: '/today' }) },
    {
      what: 'cycle map',
      request: () => ({ path: '/relationships/map' }),
      bare: `select phase, position, floor(along * 10), count(*), sum(revenue) from relationship where ${workspace} and alive group by 1, 2, 3`,
    },
    {
      what: '4 × 5 board',
      request: () => ({ path: '/relationships/board' }),
      bare: `select phase, position, count(*), sum(revenue) from relationship where ${workspace} and alive group by 1, 2`,
    },
  ];
}

export function writes(accounts: number): Question[] {
  // Far apart, so that two clients seldom meet at one account.
  const some = () => idOf('3', 1 + Math.floor(Math.random() * accounts));
  return [
    {
      what: 'log a touchpoint, with its curve',
      request: (n) => ({
        path: '/touchpoints',
        body: { accountId: some(), kind: 'call', subject: `Call ${n}`, expectation: (n % 3) - 1 },
      }),
    },
    { what: 'create an account', request: (n) => ({ path: '/accounts', body: { name: `New account ${n}` } }) },
  ];
}

/** A batch of 1,000 new touchpoints of as many accounts. */
export function batch(n: number, accounts: number): Request {
  const touchpoints = Array.from({ length: 1000 }, (_, i) => ({
    accountId: idOf('3', 1 + (((n * 1000 + i) * 7919) % accounts)),
    kind: 'call',
    subject: `Batch ${n}, call ${i}`,
    evidenceKey: randomUUID(),
  }));
  return { path: '/touchpoint-batches', body: { source: 'bench', touchpoints } };
}
