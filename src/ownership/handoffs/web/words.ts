import { format } from '../../../web/format.ts';
import type { HandoffItem } from '../contract.ts';
import { t } from './messages.ts';

const day = 86_400_000;

/** What is next, and by when; alone in a firm there is nobody to offer it to. */
export const dutyText = ({ onePerson, duty }: Pick<HandoffItem, 'onePerson' | 'duty'>, now: Date): string =>
  duty === null ? '' : t(onePerson ? 'duty.self' : `duty.${duty.duty}`, { when: format.dayWithin(duty.dueOn, now) });

export function stateText(handoff: Pick<HandoffItem, 'state' | 'farmer' | 'onePerson' | 'tied'>): string {
  if (handoff.onePerson && handoff.tied) return t('state.self');
  const farmer = handoff.farmer?.name ?? '';
  return handoff.state === 'offered' || handoff.state === 'accepted'
    ? t(`state.${handoff.state}`, { farmer })
    : t(`state.${handoff.state}`);
}

export const daysSince = (at: string, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / day));
