import { lossReasons, winReasons } from '../reasons.ts';
import { t } from './messages.ts';

/** A reason of the workspace's list: the shipped ones have words of their own, the others say themselves. */
export function lossText(reason: string | null): string {
  if (reason === null) return t('reason.none');
  const known = lossReasons.find((each) => each === reason);
  return known ? t(`loss.${known}`) : reason;
}

export function winText(reason: string | null): string {
  if (reason === null) return t('reason.none');
  const known = winReasons.find((each) => each === reason);
  return known ? t(`gain.${known}`) : reason;
}
