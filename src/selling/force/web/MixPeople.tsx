import { format } from '../../../web/format.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Table } from '../../web/parts.tsx';
import { SalesLink } from '../../web/SalesLink.tsx';
import css from '../../web/space.module.css';
import type { ForceOverview, Seller } from '../records.ts';
import { t } from './messages.ts';

interface MixPeopleProps {
  row: ForceOverview['mix'][number];
  sellers: readonly Seller[];
  onClose: () => void;
}

/** The people of whose capacity that of one profile is made: each counts for the part that fits. */
export function MixPeople({ row: { profile, capacity }, sellers, onClose }: MixPeopleProps) {
  const title = t('mix.people of', { profile: t(`profile.${profile}`) });
  const parts = sellers
    .map((seller) => ({ seller, fit: seller.fits[profile] ?? 0 }))
    .filter(({ fit }) => fit > 0)
    .toSorted((a, b) => b.seller.capacity * b.fit - a.seller.capacity * a.fit);
  const rest = capacity - parts.reduce((sum, { seller, fit }) => sum + seller.capacity * fit, 0);
  return (
    <Dialog onClose={onClose} title={title}>
      <Table label={title} head={[t('sellers.who'), t('mix.capacity'), t('sellers.load')]}>
        {parts.map(({ seller, fit }) => (
          <tr key={seller.memberId}>
            <th scope="row">
              {seller.name}
              <span className={css.second}>{seller.teamName ?? ''}</span>
            </th>
            <td>
              {format.number(seller.capacity * fit, 1)}
              <span className={css.second}>
                {t('mix.fit', { share: format.percent(fit), capacity: format.number(seller.capacity) })}
              </span>
            </td>
            <td>
              <SalesLink owner={seller.memberId} outcome="open">
                {format.number(seller.openSales)}
              </SalesLink>
            </td>
          </tr>
        ))}
        {rest > 0.05 && (
          <tr>
            <th scope="row" className={css.quiet}>
              {t('mix.others')}
            </th>
            <td>{format.number(rest, 1)}</td>
            <td />
          </tr>
        )}
      </Table>
    </Dialog>
  );
}
