import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useAnswer } from '../../web/api.ts';
import { RecordPicker } from '../../web/kit/RecordPicker.tsx';
import { linkKinds, offeringKinds, offeringsContract as api, periods } from '../contract.ts';
import { t } from './messages.ts';
import { currencies, nextCurrency, type OfferingDraft } from './offeringDraft.ts';
import css from './offerings.module.css';
import { searchOfferings } from './words.ts';

interface PartProps {
  draft: OfferingDraft;
  readOnly: boolean;
  onChange: (part: Partial<OfferingDraft>) => void;
}

const paid = ['once', ...periods] as const;

/** What it is, in which line it stands, and what it costs. */
export function OfferingFacts({ draft, readOnly, onChange }: PartProps) {
  const lines = useAnswer(api.listOfferingLines).data?.items.map(({ line }) => line) ?? [];
  return (
    <>
      <TextInput
        data-autofocus
        required
        readOnly={readOnly}
        label={t('form.name')}
        maxLength={300}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <div className={css.row}>
        <TextInput
          readOnly={readOnly}
          label={t('form.code')}
          maxLength={100}
          value={draft.code}
          onChange={(event) => onChange({ code: event.currentTarget.value })}
        />
        <Select
          allowDeselect={false}
          readOnly={readOnly}
          label={t('form.kind')}
          data={offeringKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={draft.kind}
          onChange={(value) => onChange({ kind: offeringKinds.find((each) => each === value) ?? draft.kind })}
        />
        <TextInput
          readOnly={readOnly}
          label={t('form.unit')}
          maxLength={50}
          value={draft.unit}
          onChange={(event) => onChange({ unit: event.currentTarget.value })}
        />
      </div>
      <Autocomplete
        readOnly={readOnly}
        label={t('form.line')}
        description={t('form.line hint')}
        data={lines}
        maxLength={200}
        value={draft.line}
        onChange={(line) => onChange({ line })}
      />
      <div className={css.row}>
        <TextInput
          readOnly={readOnly}
          inputMode="decimal"
          label={t('form.price')}
          value={draft.price}
          onChange={(event) => onChange({ price: event.currentTarget.value })}
        />
        <Select
          searchable
          allowDeselect={false}
          readOnly={readOnly}
          label={t('form.currency')}
          data={currencies}
          value={draft.currency}
          onChange={(value) => value && onChange({ currency: value })}
        />
        <Select
          allowDeselect={false}
          readOnly={readOnly}
          label={t('form.paid')}
          data={paid.map((value) => ({ value, label: t(`paid.${value}`) }))}
          value={draft.paid}
          onChange={(value) => onChange({ paid: paid.find((each) => each === value) ?? 'once' })}
        />
        <TextInput
          readOnly={readOnly}
          inputMode="decimal"
          label={t('form.cost')}
          value={draft.cost}
          onChange={(event) => onChange({ cost: event.currentTarget.value })}
        />
      </div>
    </>
  );
}

/** Prices of its own in other currencies. */
export function PricesField({ draft, readOnly, onChange }: PartProps) {
  return (
    <fieldset className={css.set}>
      <legend>{t('form.prices')}</legend>
      {draft.prices.map((each, i) => (
        <div key={each.key} className={css.part}>
          <Select
            searchable
            allowDeselect={false}
            readOnly={readOnly}
            aria-label={t('form.currency')}
            data={currencies.filter((code) => code !== draft.currency)}
            value={each.currency}
            onChange={(value) => value && onChange({ prices: draft.prices.with(i, { ...each, currency: value }) })}
          />
          <TextInput
            readOnly={readOnly}
            inputMode="decimal"
            aria-label={t('form.price in', { currency: each.currency })}
            value={each.price}
            onChange={(event) =>
              onChange({ prices: draft.prices.with(i, { ...each, price: event.currentTarget.value }) })
            }
          />
          {!readOnly && (
            <Remove name={each.currency} onRemove={() => onChange({ prices: draft.prices.toSpliced(i, 1) })} />
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={13} aria-hidden="true" />}
          style={{ alignSelf: 'start' }}
          onClick={() =>
            onChange({
              prices: [...draft.prices, { key: crypto.randomUUID(), currency: nextCurrency(draft), price: '' }],
            })
          }
        >
          {t('form.add price')}
        </Button>
      )}
    </fieldset>
  );
}

/** What belongs with it. */
export function LinksField({ draft, readOnly, onChange }: PartProps) {
  return (
    <fieldset className={css.set}>
      <legend>{t('form.links')}</legend>
      {draft.links.map((link, i) => (
        <div key={link.key} className={css.part}>
          <Select
            allowDeselect={false}
            readOnly={readOnly}
            label={t('form.link kind')}
            data={linkKinds.map((value) => ({ value, label: t(`link.${value}`) }))}
            value={link.kind}
            onChange={(value) =>
              onChange({
                links: draft.links.with(i, {
                  ...link,
                  kind: linkKinds.find((each) => each === value) ?? link.kind,
                }),
              })
            }
          />
          <RecordPicker
            label={t('form.link other')}
            value={link.other}
            search={searchOfferings}
            onChange={(other) => onChange({ links: draft.links.with(i, { ...link, other }) })}
          />
          {!readOnly && (
            <Remove name={link.other?.name ?? ''} onRemove={() => onChange({ links: draft.links.toSpliced(i, 1) })} />
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={13} aria-hidden="true" />}
          style={{ alignSelf: 'start' }}
          onClick={() =>
            onChange({ links: [...draft.links, { key: crypto.randomUUID(), kind: 'goes with', other: null }] })
          }
        >
          {t('form.add link')}
        </Button>
      )}
    </fieldset>
  );
}

function Remove({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <button type="button" className={css.remove} aria-label={t('form.remove', { name })} onClick={onRemove}>
      <X size={14} aria-hidden="true" />
    </button>
  );
}
