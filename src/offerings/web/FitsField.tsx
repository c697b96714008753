import { Checkbox } from '@mantine/core';
import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { offeringsContract as api, type Offering } from '../contract.ts';
import { t } from './messages.ts';
import css from './offerings.module.css';

interface FitsFieldProps {
  offering: Offering | null;
  readOnly: boolean;
  value: readonly SaleType[];
  onChange: (fits: SaleType[]) => void;
}

/** The types of sale that an offering is made for, with what its sales so far propose. */
export function FitsField({ offering, readOnly, value, onChange }: FitsFieldProps) {
  return (
    <fieldset className={css.set}>
      <legend>{t('form.fits')}</legend>
      <p className={css.hint}>{t('form.fits hint')}</p>
      <div className={css.types}>
        {saleTypes.map((type) => (
          <Checkbox
            key={type}
            size="sm"
            disabled={readOnly}
            label={t(`fits.${type}`)}
            checked={value.includes(type)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(saleTypes.filter((each) => (each === type ? checked : value.includes(each))))
            }
          />
        ))}
      </div>
      {offering && <Proposed id={offering.id} value={value} {...(readOnly ? {} : { onUse: onChange })} />}
    </fieldset>
  );
}

function Proposed({
  id,
  value,
  onUse,
}: {
  id: string;
  value: readonly SaleType[];
  onUse?: (fits: SaleType[]) => void;
}) {
  const { data } = useAnswer(api.readOfferingFits, { params: { id } });
  if (!data) return null;
  const { sold, proposal } = data;
  if (!proposal) return <p className={css.hint}>{t('fits.nothing')}</p>;
  const list =
    proposal.because === 'sales'
      ? sold.flatMap(({ saleType, won, sales }) => {
          const n = sold.some((each) => each.won > 0) ? won : sales;
          return n === 0 ? [] : [t('fits.won', { type: t(`fits.${saleType}`), n: format.number(n) })];
        })
      : proposal.fits.map((type) => t(`fits.${type}`));
  const same = proposal.fits.length === value.length && proposal.fits.every((type) => value.includes(type));
  return (
    <p className={css.hint}>
      {t(`fits.${proposal.because}`, { count: proposal.count, list: format.list(list) })}{' '}
      {onUse && !same && (
        <button type="button" className={css.use} onClick={() => onUse(proposal.fits)}>
          {t('fits.use')}
        </button>
      )}
    </p>
  );
}
