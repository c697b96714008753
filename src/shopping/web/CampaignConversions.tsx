import { Link } from '@tanstack/react-router';
import { format } from '../../web/format.ts';
import type { Conversion } from '../campaigns/contract.ts';
import { t } from './campaignMessages.ts';
import css from './shopping.module.css';
import { TouchpointLine } from './TouchpointLine.tsx';

/** The prospects and sales behind the numbers, each with every touchpoint of a campaign on its way. */
export function Conversions({ conversions, currency }: { conversions: readonly Conversion[]; currency: string }) {
  return (
    <details>
      <summary>{`${t('behind')} (${format.number(conversions.length)})`}</summary>
      {conversions.length === 0 && <p className={css.words}>{t('behind empty')}</p>}
      <ul className={css.list}>
        {conversions.map((each) => (
          <li key={`${each.what} ${each.id}`} className={css.row}>
            <span className={css.two}>
              <span className={css.first}>
                {t(`what.${each.what}`)}:{' '}
                {each.what === 'sale' ? (
                  <Link to="/opportunities/$id" params={{ id: each.id }} className={css.link}>
                    {each.name}
                  </Link>
                ) : (
                  each.name
                )}
                ,{' '}
                <Link to="/accounts/$id" params={{ id: each.account.id }} className={css.link}>
                  {each.account.name}
                </Link>
              </span>
              <span className={`${css.second} ${css.wrap}`}>
                {t('path')}:{' '}
                {each.path.map((step, i) => (
                  <span key={`${step.touchpointId} ${step.campaign.id}`}>
                    {i > 0 && ' → '}
                    <TouchpointLine
                      id={step.touchpointId}
                      kind={step.kind}
                      subject={format.date(step.at, 'dayYear')}
                      lead={step.campaign.name}
                    />
                  </span>
                ))}
              </span>
            </span>
            <span className={css.second}>
              {each.amount === null ? '' : `${format.money(Number(each.amount), currency)}, `}
              {format.date(each.at, 'full')}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
