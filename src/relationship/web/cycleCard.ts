import type { CycleCard } from '../../web/charts/types.ts';
import { queries } from '../../web/queries.ts';
import { accountQuery, pathQuery } from './data.ts';
import { t } from './mapMessages.ts';
import { kindWord } from './phrases.ts';

/** What the card of one dot says: where it stands, how it got there, and what is planned. */
export async function cardOf(id: string): Promise<CycleCard> {
  const [account, path] = await Promise.all([
    queries.ensureQueryData(accountQuery(id)),
    queries.ensureQueryData(pathQuery(id)),
  ]);
  const last = path.points.at(-1);
  const reason = path.reasons.find((each) => each['code'] === 'touchpoint' || each['code'] === 'repeated');
  return {
    probability: account.relationship?.probability ?? 0,
    owner: account.owner ? initials(account.owner.name) : t('nobody'),
    trust: last?.trust ?? 0,
    interest: last?.interest ?? 0,
    trustChange: path.trustChange,
    interestChange: path.interestChange,
    changeDays: 90,
    ...(reason ? { reason: reasonText(reason) } : {}),
    ...(account.nextStep ? { nextStep: account.nextStep.what } : {}),
    path: path.points.map((point) => ({
      at: point.at,
      position: point.position,
      progress: point.along,
      level: (point.trust + point.interest) / 2,
    })),
  };
}

function reasonText(reason: Record<string, unknown>): string {
  if (typeof reason['subject'] === 'string') return reason['subject'];
  return typeof reason['kind'] === 'string' ? kindWord(reason['kind']) : '';
}

/** The card is narrow: whoever reads it knows their colleagues. */
function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('');
}
