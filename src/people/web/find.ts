import { ask } from '../../web/connection.ts';
import type { Pick } from '../../web/kit/RecordPicker.tsx';
import type { Hit, SearchRecords } from '../../web/shell/destinations.ts';
import { peopleContract } from '../contract.ts';

/** Accounts for a picker; an empty text asks for the first by name. */
export async function searchAccounts(text: string, signal: AbortSignal): Promise<readonly Pick[]> {
  const { items } = await ask(
    peopleContract.listAccounts,
    { query: { ...(text ? { text } : {}), limit: 20 } },
    { signal },
  );
  return items.map((account) => ({
    id: account.id,
    name: account.name,
    ...(account.city ? { detail: account.city } : {}),
  }));
}

/** Accounts, people and sales for the command palette. */
export const searchRecords: SearchRecords = async (text, signal) => {
  if (text.trim() === '') return [];
  const found = await ask(peopleContract.search, { query: { text: text.trim() } }, { signal });
  return [
    ...found.accounts.map((each) => hit('/accounts/', each)),
    ...found.contacts.map((each) => hit('/contacts/', each)),
    ...found.opportunities.map((each) => hit('/opportunities/', each)),
  ];
};

const hit = (base: string, { id, name, hint }: { id: string; name: string; hint: string | null }): Hit => ({
  id,
  title: name,
  to: base + id,
  ...(hint ? { detail: hint } : {}),
});
