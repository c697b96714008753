import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { spottedContract as api, type SpottedRecord } from '../contract.ts';
import { t } from './messages.ts';
import type { SpotDraft } from './spotDraft.ts';

interface Where {
  accountId: string;
  contactId?: string | null;
  caseId?: string | null;
  touchpointId?: string | null;
}

/** Notes it, if there is anything to note. */
export async function saveSpot(draft: SpotDraft | null, where: Where): Promise<SpottedRecord | undefined> {
  const what = draft?.what.trim() ?? '';
  if (draft === null || what === '') return undefined;
  const noted = await ask(api.noteSpotted, {
    body: {
      ...where,
      what,
      forName: draft.forName.trim() || null,
      urgency: draft.urgency,
      mayContact: draft.mayContact,
    },
  });
  await readSpottedAgain();
  return noted;
}

export async function withdrawSpot(id: string): Promise<void> {
  await ask(api.withdrawSpotted, { params: { id } });
  await readSpottedAgain();
}

export const readSpottedAgain = () =>
  readAgain(api.listSpotted, api.readSpotted, api.countSpotted, api.readLeaderboard);

/** Who answers, and by when. */
export const answerText = (note: SpottedRecord): string =>
  note.recipientName === null
    ? t('noted.nobody')
    : t('noted.answer', { who: note.recipientName, when: format.date(note.answerDueAt, 'weekday') });
