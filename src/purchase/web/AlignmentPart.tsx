import { format } from '../../web/format.ts';
import { buyingRoles } from '../buyingTeam.ts';
import type { SaleDetail } from '../contract.ts';
import { buyingStages } from '../stages.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import { WhoFits } from './WhoFits.tsx';
import { opinions } from './words.ts';

type Part = SaleDetail['alignment']['parts'][number];

/** How far seller, buyers, offering and process fit this type of sale: advice, never a decision. */
export function AlignmentPart({ sale }: { sale: SaleDetail }) {
  const { alignment } = sale;
  return (
    <section>
      <div className={css.partHead}>
        <h2>
          {t('align.title')} {alignment.fit === null ? '' : format.number(alignment.fit * 100)}
        </h2>
        <span>{t('align.advice')}</span>
      </div>
      {alignment.parts.map((part) => (
        <div key={part.part} className={css.fit}>
          <span>{t(`align.${part.part}`)}</span>
          {part.fit === null ? (
            <span className={css.quiet}>–</span>
          ) : (
            <>
              <span className={css.bar} aria-hidden="true">
                <span style={{ width: `${part.fit * 100}%` }} />
              </span>
              <b>{format.number(part.fit * 100)}</b>
            </>
          )}
          <small>{reasonOf(part, sale)}</small>
        </div>
      ))}
      {sale.outcome === 'open' && <WhoFits sale={sale} />}
    </section>
  );
}

function reasonOf(part: Part, sale: SaleDetail): string {
  const { sellerSales, sellerProfile } = sale.alignment;
  const said = {
    profile: t(`align.profile ${sale.saleType}`),
    n: part.count?.n ?? 0,
    of: part.count?.of ?? 0,
    list: format.list(part.about.slice(0, 2)),
    stages: format.list(buyingStages.filter((stage) => part.about.includes(stage)).map((stage) => t(`stage.${stage}`))),
    missing: format.list(
      buyingRoles.filter((role) => sale.missingRoles.includes(role)).map((role) => t(`role.${role}`)),
    ),
  };
  if (part.part !== 'seller') return t(`align.${part.reason}`, said);
  if (sale.owner === null) return t('align.no seller');
  if (sellerProfile) {
    const people = opinions(sellerProfile.answered);
    return t('align.seller profile', {
      fits: t(`align.${part.reason}`, said),
      profile: said.profile,
      people,
      count: sellerProfile.closed,
    });
  }
  return part.fit === null ? t('align.seller few', said) : t('align.seller sales', sellerSales);
}
