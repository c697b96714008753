import { useState } from 'react';
import { format } from '../../../web/format.ts';
import { Part, Table } from '../../web/parts.tsx';
import { SalesLink } from '../../web/SalesLink.tsx';
import css from '../../web/space.module.css';
import { MixPeople } from './MixPeople.tsx';
import type { OfForceProps } from './OfForce.tsx';
import { t } from './messages.ts';

/** What is to be sold in the quarter against who can sell it, in a sentence and by type. */
export function MixPart({
  force: { mix, sellers, currency, unknownCapacity, period, until, people },
  search,
}: OfForceProps) {
  const [opened, setOpened] = useState<(typeof mix)[number]>();
  const sold = mix.some((row) => row.sales > 0);
  const short = mix
    .filter((row) => row.verdict === 'short')
    .toSorted((a, b) => b.salesShare - b.capacityShare - (a.salesShare - a.capacityShare))[0];
  const sentence = (row: typeof short & object) =>
    t('mix.short', {
      share: format.percent(row.salesShare),
      profile: t(`profile.${row.profile}`),
      capacity: format.percent(row.capacityShare),
    });
  return (
    <Part title={t('mix.title')} detail={t('mix.detail')} report={{ report: 'force-mix', search }}>
      <p className={css.lead}>
        {!sold ? t('mix.nothing') : short ? <span className={css.bad}>{sentence(short)}.</span> : t('mix.balanced')}
      </p>
      {(sold || mix.some((row) => row.capacity > 0)) && (
        <Table
          label={t('mix.title')}
          words={[5]}
          head={[
            t('mix.type'),
            t('mix.sales'),
            t('mix.share'),
            t('mix.capacity'),
            t('mix.capacity share'),
            t('mix.verdict'),
          ]}
        >
          {mix.map((row) => (
            <tr key={row.saleType}>
              <th scope="row">
                {t(`type.${row.saleType}`)}
                <span className={css.second}>{t('mix.sold by', { profile: t(`profile.${row.profile}`) })}</span>
              </th>
              <td>
                <SalesLink
                  owner={people?.join(',')}
                  saleType={row.saleType}
                  outcome="open"
                  from={period}
                  until={until}
                  nothing={row.sales === 0}
                >
                  {format.number(row.sales)} · {format.moneyShort(row.amount, currency)}
                </SalesLink>
              </td>
              <td>{format.percent(row.salesShare)}</td>
              <td>
                {sellers.some((seller) => seller.fits[row.profile]) ? (
                  <button
                    type="button"
                    className={css.link}
                    aria-label={t('mix.open', {
                      count: format.number(row.capacity),
                      profile: t(`profile.${row.profile}`),
                    })}
                    onClick={() => setOpened(row)}
                  >
                    {format.number(row.capacity)}
                  </button>
                ) : (
                  format.number(row.capacity)
                )}
              </td>
              <td>{format.percent(row.capacityShare)}</td>
              <td data-words className={row.verdict === 'short' ? css.bad : css.quiet}>
                {sold ? t(`mix.verdict.${row.verdict}`) : ''}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {unknownCapacity > 0 && (
        <p className={css.quiet}>{t('mix.unknown', { count: format.number(unknownCapacity) })}</p>
      )}
      {opened && <MixPeople row={opened} sellers={sellers} onClose={() => setOpened(undefined)} />}
    </Part>
  );
}
