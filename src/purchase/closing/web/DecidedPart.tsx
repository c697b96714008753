import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { today } from '../../../web/kit/days.ts';
import type { SaleDetail } from '../../contract.ts';
import { daysBetween } from '../../route/rhythm.ts';
import { closingContract as api } from '../contract.ts';
import css from './closing.module.css';
import { t } from './messages.ts';

/** What was checked at the close, and whether the buyer may still withdraw. */
export function DecidedPart({ sale, onWithdrew }: { sale: SaleDetail; onWithdrew: () => void }) {
  const { data } = useAnswer(api.readClosing, { params: { id: sale.id } }, { meta: { hears: ['opportunity'] } });
  const [now] = useState(today);
  if (!data) return null;
  const left = data.firmOn === null ? 0 : daysBetween(now, data.firmOn);
  return (
    <>
      {data.coolingOffDays !== null && (
        <section aria-label={t('firm.title')}>
          <div className={css.head}>
            <h2>{t('firm.title')}</h2>
          </div>
          <div className={css.stack}>
            <p className={left > 0 ? css.why : css.quiet}>
              {sale.outcome === 'open'
                ? t('firm.open', { count: data.coolingOffDays })
                : data.firmOn === null
                  ? t('firm.none')
                  : left > 0
                    ? t('firm.until', { count: left, when: format.date(data.firmOn, 'full') })
                    : t('firm.firm', { when: format.date(data.firmOn, 'full') })}
            </p>
            {sale.outcome === 'won' && left > 0 && sale.mayChange && (
              <Button size="xs" variant="default" style={{ alignSelf: 'start' }} onClick={onWithdrew}>
                {t('firm.withdrew')}
              </Button>
            )}
          </div>
        </section>
      )}
      {data.expectations.length > 0 && (
        <section aria-label={t('check.title')}>
          <div className={css.head}>
            <h2>{t('check.title')}</h2>
          </div>
          <ul className={css.list}>
            {data.expectations.map((each, i) => (
              <li key={i}>
                <span>{each.expects}</span>
                <span data-bad={each.verdict !== 'as sold'}>{t(`verdict.${each.verdict}`)}</span>
                {each.answer !== null && <small>{each.answer}</small>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
