import { ask } from '../../../web/connection.ts';
import type { SearchRecords } from '../../../web/shell/destinations.ts';
import { caseContract } from '../contract.ts';

/** Cases for the command palette, by number or a fragment of the subject. */
export const searchCases: SearchRecords = async (text, signal) => {
  if (text.trim().length < 2) return [];
  const { items } = await ask(caseContract.listCases, { query: { text: text.trim(), limit: 5 } }, { signal });
  return items.map((each) => ({
    id: each.id,
    title: each.subject,
    to: `/cases/${each.id}`,
    ...(each.account ? { detail: each.account.name } : {}),
  }));
};
