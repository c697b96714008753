import { format } from '../../web/format.ts';
import type { SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import { WhoFits } from './WhoFits.tsx';

const parts = ['seller', 'buyers', 'offering', 'process'] as const;
const reasons = [
  'profile fits',
  'profile fits in part',
  'profile does not fit',
  'roles covered',
  'roles missing',
  'no roles needed',
  'offering made for it',
  'offering made for another type',
  'evidence keeps up',
  'evidence lags behind',
  'not known',
] as const;

/** How far seller, buyers, offering and process fit this type of sale: advice, never a decision. */
export function AlignmentPart({ sale }: { sale: SaleDetail }) {
  const { alignment } = sale;
  return (
    <section className={css.align}>
      <div className={css.partHead}>
        <h2>
          {t('align.title')} {alignment.fit === null ? '' : format.number(alignment.fit * 100)}
        </h2>
        <span>{t('align.advice')}</span>
      </div>
      {parts.map((name) => {
        const part = alignment.parts.find((each) => each.part === name);
        if (part === undefined) return null;
        const reason = reasons.find((each) => each === part.reason);
        const sales = alignment.sellerSales;
        const because =
          name === 'seller'
            ? sales.decided < 4
              ? t('align.seller few')
              : t('align.seller sales', sales)
            : reason
              ? t(`align.${reason}`)
              : part.reason;
        return (
          <div key={name} className={css.fit}>
            <span>{t(`align.${name}`)}</span>
            {part.fit === null ? (
              <span className={css.quiet}>{t('align.unknown')}</span>
            ) : (
              <>
                <span className={css.bar} aria-hidden="true">
                  <span style={{ width: `${part.fit * 100}%` }} />
                </span>
                <b>{format.number(part.fit * 100)}</b>
              </>
            )}
            <small>{because}</small>
          </div>
        );
      })}
      {sale.outcome === 'open' && <WhoFits sale={sale} />}
    </section>
  );
}
