import type { Entry } from '../../../relationship/ledger.api.ts';
import type { TouchpointKind } from '../../../relationship/vocabulary.ts';
import type { Known } from '../place/directory.ts';
import { oneLine } from '../values/oneLine.ts';

/** A row's touchpoint as the ledger takes it. */
export function entryOf({ id, draft, links, account }: Known, now: Date): Entry {
  const { values, custom } = draft;
  const said = Object.entries({ ...campaignOf(links), ...textOf(values['location'], 'Location'), ...custom }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const at = new Date(Math.min(Date.parse(String(values['at'])), now.getTime()));
  const people = [...links]
    .filter(([field]) => field === 'contact' || field.startsWith('participant'))
    .map(([, known]) => known.id);
  const minutes = typeof values['effort'] === 'number' ? Math.round(values['effort']) : null;
  return {
    id,
    memberId: links.get('owner')?.id ?? null,
    accountId: account?.id ?? '',
    at: at.toISOString(),
    kind: values['kind'] as TouchpointKind,
    channel: values['channel'] as Entry['channel'],
    direction: values['direction'] as Entry['direction'],
    initiator: values['initiator'] as Entry['initiator'],
    subject: oneLine(String(values['subject'] ?? values['kind'])).slice(0, 500) || '?',
    body: values['note'] === undefined ? null : String(values['note']).slice(0, 20_000),
    outcome: values['outcome'] === undefined ? null : String(values['outcome']).slice(0, 500),
    minutes: minutes !== null && minutes >= 0 && minutes <= 100_000 ? minutes : null,
    contactIds: [...new Set(people)].slice(0, 50),
    opportunityId: links.get('opportunity')?.id ?? null,
    evidence: said.length > 0 ? said.join('\n').slice(0, 2000) : null,
    evidenceKey: draft.evidence ?? draft.key,
  };
}

const campaignOf = (links: ReadonlyMap<string, Known>): Record<string, string> => {
  const campaign = links.get('campaign')?.draft.values['name'];
  return typeof campaign === 'string' ? { Campaign: campaign } : {};
};
const textOf = (value: unknown, name: string): Record<string, string> =>
  typeof value === 'string' ? { [name]: value } : {};
