import { format } from '../../../web/format.ts';
import type { Basis, InfluenceRecord } from '../contract.ts';
import { t } from './messages.ts';

/** Who influenced, by the most telling name. */
export const sourceName = ({ fromContact, fromAccount }: InfluenceRecord): string =>
  fromContact && fromAccount
    ? `${fromContact.name}, ${fromAccount.name}`
    : (fromContact?.name ?? fromAccount?.name ?? '');

/** “Bergquell referred Hopfgarten”. */
export const edgeText = (edge: InfluenceRecord): string =>
  `${sourceName(edge)} ${t(`verb.${edge.kind}`)} ${edge.toAccount.name}`;

/** What the worth of an influencer rests on, in sentences. */
export function basisLines(basis: Basis): string[] {
  const money = format.money(basis.acquisitionCost, basis.currency);
  const cost =
    basis.acquisitionCostFrom === 'nothing known'
      ? t('basis.cost.nothing known')
      : t(`basis.cost.${basis.acquisitionCostFrom}`, { money });
  return [
    basis.marginPercent === null
      ? t('basis.margin none')
      : t('basis.margin said', { percent: format.percent(basis.marginPercent / 100) }),
    cost,
    t('basis.pi', {
      percent: format.percent(basis.wouldNotHaveCome),
      count: basis.answers.no + basis.answers.yes,
    }),
    t('basis.read'),
  ];
}
