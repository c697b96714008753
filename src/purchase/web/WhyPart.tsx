import { Link } from '@tanstack/react-router';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { format } from '../../web/format.ts';
import type { SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import css from './sale.module.css';

type Part = SaleDetail['win']['contributions'][number];

/** The chance to win, fact by fact, in log-odds; base and parts sum to it exactly. No percentage before own sales can say one. */
export function WhyPart({ sale }: { sale: SaleDetail }) {
  const { win } = sale;
  if (sale.outcome !== 'open') return null;
  const parts = win.contributions.filter((part) => Math.abs(part.contribution) >= 0.005);
  const most = Math.max(0.5, ...parts.map((part) => Math.abs(part.contribution)));
  return (
    <section className={css.why}>
      <div className={css.partHead}>
        <h2>
          {win.probability === null
            ? t('why.title silent')
            : t('why.title', { percent: format.percent(win.probability) })}
        </h2>
        <span>
          {win.probability === null
            ? t('why.silent')
            : t('why.base', { percent: format.percent(1 / (1 + Math.exp(-win.base))) })}
        </span>
      </div>
      <table>
        <tbody>
          {parts.map((part) => (
            <tr key={`${part.field} ${part.level}`}>
              <th scope="row">{partText(part, sale)}</th>
              <td className={css.lever} aria-hidden="true">
                <span
                  data-against={part.contribution < 0}
                  style={{
                    width: `${(Math.abs(part.contribution) / most) * 50}%`,
                    insetInlineStart:
                      part.contribution < 0 ? `${50 - (Math.abs(part.contribution) / most) * 50}%` : '50%',
                  }}
                />
              </td>
              <td className={css.figure}>{format.signed(part.contribution, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css.small}>
        {win.low !== null && win.high !== null
          ? `${t('why.range', { low: format.percent(win.low), high: format.percent(win.high) })}, ${t('why.calibrated')}.`
          : t('why.shipped', { events: win.events, needed: win.eventsNeeded })}{' '}
        <Link to="/purchase/potential">{t('why.about')}</Link>
      </p>
    </section>
  );
}

function partText(part: Part, sale: SaleDetail): string {
  switch (part.field) {
    case 'sale type': {
      const type = saleTypes.find((each) => each === part.level);
      return type ? t('why.sale type', { level: t(`type.${type}`) }) : part.field;
    }
    case 'trust':
    case 'interest':
      return t(`why.${part.field}`, { value: format.number(sale.account?.[part.field] ?? 0) });
    case 'fit interest':
    case 'fit assessment':
    case 'fit involvement':
    case 'fit commitment':
    case 'fit action':
    case 'age':
      return t(`why.${part.field}`);
    default:
      return part.field;
  }
}
