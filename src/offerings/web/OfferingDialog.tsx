import { Autocomplete, Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { changedMeanwhile, readAgain, useAnswer } from '../../web/api.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { ask } from '../../web/connection.ts';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { RecordPicker } from '../../web/kit/RecordPicker.tsx';
import { useMay, useSession } from '../../web/session.ts';
import { notify, notifyUndo } from '../../web/shell/toasts.ts';
import { linkKinds, offeringKinds, offeringsContract as api, periods, type Offering } from '../contract.ts';
import { FitsField } from './FitsField.tsx';
import { t } from './messages.ts';
import css from './offerings.module.css';
import { plainAmount, searchOfferings } from './words.ts';
import { HistoryButton } from '../../workspace/web/HistoryButton.tsx';

const currencies = Intl.supportedValuesOf('currency');
const again = () => readAgain(api.listOfferings, api.listOfferingLines, api.readOffering);

/** One offering with its prices and what belongs with it; read only for who may not change it. */
export function OfferingDialog({ offering, onClose }: { offering: Offering | null; onClose: () => void }) {
  const { workspace } = useSession();
  const mayWrite = useMay('offering:write') && (offering?.deletedAt ?? null) === null;
  const mayDelete = useMay('offering:delete');
  const lines = useAnswer(api.listOfferingLines).data?.items.map(({ line }) => line) ?? [];
  const [draft, setDraft] = useState(() => draftOf(offering, workspace.currency));
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const save = useMutation({
    mutationFn: async () => {
      const body = bodyOf(draft);
      return offering
        ? ask(api.changeOffering, { params: { id: offering.id }, body }, { ifMatch: offering.version })
        : ask(api.createOffering, { body });
    },
    onSuccess: async ({ name }) => {
      notify(t('saved', { name }));
      onClose();
      await again();
    },
  });
  const remove = useMutation({
    mutationFn: async (id: string) => ask(api.deleteOffering, { params: { id } }),
    onSuccess: async ({ id, name }) => {
      notifyUndo(t('deleted', { name }), async () => {
        await ask(api.restoreOffering, { params: { id } });
        await again();
      });
      onClose();
      await again();
    },
  });
  const restore = useMutation({
    mutationFn: async (id: string) => ask(api.restoreOffering, { params: { id } }),
    onSuccess: async ({ name }) => {
      notify(t('restored', { name }));
      onClose();
      await again();
    },
  });
  return (
    <FormDialog size="lg" onClose={onClose} title={offering?.name ?? t('form.new')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        readOnly={!mayWrite}
        label={t('form.name')}
        maxLength={300}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <div className={css.row}>
        <TextInput
          readOnly={!mayWrite}
          label={t('form.code')}
          maxLength={100}
          value={draft.code}
          onChange={(event) => change({ code: event.currentTarget.value })}
        />
        <Select
          allowDeselect={false}
          readOnly={!mayWrite}
          label={t('form.kind')}
          data={offeringKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={draft.kind}
          onChange={(value) => change({ kind: offeringKinds.find((each) => each === value) ?? draft.kind })}
        />
        <TextInput
          readOnly={!mayWrite}
          label={t('form.unit')}
          maxLength={50}
          value={draft.unit}
          onChange={(event) => change({ unit: event.currentTarget.value })}
        />
      </div>
      <Autocomplete
        readOnly={!mayWrite}
        label={t('form.line')}
        description={t('form.line hint')}
        data={lines}
        maxLength={200}
        value={draft.line}
        onChange={(line) => change({ line })}
      />
      <div className={css.row}>
        <TextInput
          readOnly={!mayWrite}
          inputMode="decimal"
          label={t('form.price')}
          value={draft.price}
          onChange={(event) => change({ price: event.currentTarget.value })}
        />
        <Select
          searchable
          allowDeselect={false}
          readOnly={!mayWrite}
          label={t('form.currency')}
          data={currencies}
          value={draft.currency}
          onChange={(value) => value && change({ currency: value })}
        />
        <Select
          allowDeselect={false}
          readOnly={!mayWrite}
          label={t('form.paid')}
          data={(['once', ...periods] as const).map((value) => ({ value, label: t(`paid.${value}`) }))}
          value={draft.paid}
          onChange={(value) =>
            change({ paid: (['once', ...periods] as const).find((each) => each === value) ?? 'once' })
          }
        />
        <TextInput
          readOnly={!mayWrite}
          inputMode="decimal"
          label={t('form.cost')}
          value={draft.cost}
          onChange={(event) => change({ cost: event.currentTarget.value })}
        />
      </div>
      <FitsField offering={offering} readOnly={!mayWrite} value={draft.fits} onChange={(fits) => change({ fits })} />
      <fieldset className={css.set}>
        <legend>{t('form.prices')}</legend>
        {draft.prices.map((each, i) => (
          <div key={each.key} className={css.part}>
            <Select
              searchable
              allowDeselect={false}
              readOnly={!mayWrite}
              aria-label={t('form.currency')}
              data={currencies.filter((code) => code !== draft.currency)}
              value={each.currency}
              onChange={(value) => value && change({ prices: draft.prices.with(i, { ...each, currency: value }) })}
            />
            <TextInput
              readOnly={!mayWrite}
              inputMode="decimal"
              aria-label={t('form.price in', { currency: each.currency })}
              value={each.price}
              onChange={(event) =>
                change({ prices: draft.prices.with(i, { ...each, price: event.currentTarget.value }) })
              }
            />
            {mayWrite && (
              <Remove name={each.currency} onRemove={() => change({ prices: draft.prices.toSpliced(i, 1) })} />
            )}
          </div>
        ))}
        {mayWrite && (
          <Button
            size="xs"
            variant="default"
            leftSection={<Plus size={13} aria-hidden="true" />}
            style={{ alignSelf: 'start' }}
            onClick={() =>
              change({
                prices: [...draft.prices, { key: crypto.randomUUID(), currency: nextCurrency(draft), price: '' }],
              })
            }
          >
            {t('form.add price')}
          </Button>
        )}
      </fieldset>
      <fieldset className={css.set}>
        <legend>{t('form.links')}</legend>
        {draft.links.map((link, i) => (
          <div key={link.key} className={css.part}>
            <Select
              allowDeselect={false}
              readOnly={!mayWrite}
              label={t('form.link kind')}
              data={linkKinds.map((value) => ({ value, label: t(`link.${value}`) }))}
              value={link.kind}
              onChange={(value) =>
                change({
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
              onChange={(other) => change({ links: draft.links.with(i, { ...link, other }) })}
            />
            {mayWrite && (
              <Remove name={link.other?.name ?? ''} onRemove={() => change({ links: draft.links.toSpliced(i, 1) })} />
            )}
          </div>
        ))}
        {mayWrite && (
          <Button
            size="xs"
            variant="default"
            leftSection={<Plus size={13} aria-hidden="true" />}
            style={{ alignSelf: 'start' }}
            onClick={() =>
              change({ links: [...draft.links, { key: crypto.randomUUID(), kind: 'goes with', other: null }] })
            }
          >
            {t('form.add link')}
          </Button>
        )}
      </fieldset>
      <Textarea
        autosize
        minRows={2}
        maxRows={8}
        readOnly={!mayWrite}
        label={t('form.description')}
        value={draft.description}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <TextInput
        readOnly={!mayWrite}
        label={t('form.manufacturer')}
        maxLength={200}
        value={draft.manufacturer}
        onChange={(event) => change({ manufacturer: event.currentTarget.value })}
      />
      <Checkbox
        disabled={!mayWrite}
        label={t('form.active')}
        checked={draft.active}
        onChange={(event) => change({ active: event.currentTarget.checked })}
      />
      {save.error && (
        <p role="alert" className={css.why}>
          {changedMeanwhile(save.error) ? t('changed meanwhile') : problemText(save.error)}
        </p>
      )}
      <div className={css.buttons}>
        {mayWrite && (
          <Button type="submit" loading={save.isPending}>
            {t('form.save')}
          </Button>
        )}
        {offering && <HistoryButton of={{ kind: 'offering', id: offering.id }} name={offering.name} />}
        {offering && mayDelete && (
          <span className={css.end}>
            {offering.deletedAt === null ? (
              <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(offering.id)}>
                {t('form.delete')}
              </Button>
            ) : (
              <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate(offering.id)}>
                {t('form.restore')}
              </Button>
            )}
          </span>
        )}
      </div>
    </FormDialog>
  );
}

function Remove({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <button type="button" className={css.remove} aria-label={t('form.remove', { name })} onClick={onRemove}>
      <X size={14} aria-hidden="true" />
    </button>
  );
}

function draftOf(offering: Offering | null, currency: string) {
  return {
    name: offering?.name ?? '',
    code: offering?.code ?? '',
    line: offering?.line ?? '',
    kind: offering?.kind ?? ('product' as const),
    price: offering?.price ?? '',
    cost: offering?.cost ?? '',
    currency: offering?.currency ?? currency,
    paid: offering?.recurring ?? ('once' as 'once' | 'month' | 'year'),
    unit: offering?.unit ?? '',
    active: offering?.active ?? true,
    manufacturer: offering?.manufacturer ?? '',
    description: offering?.description ?? '',
    fits: offering?.fits ?? ([] as SaleType[]),
    prices: (offering?.prices ?? []).map((each) => ({ key: each.currency, ...each })),
    links: (offering?.links ?? []).map(({ kind, otherId, otherName }) => ({
      key: `${kind} ${otherId}`,
      kind,
      other: { id: otherId, name: otherName } as { id: string; name: string } | null,
    })),
  };
}

type Draft = ReturnType<typeof draftOf>;

function bodyOf({ prices, links, paid, fits, ...draft }: Draft) {
  const filled = (text: string) => text.trim() || null;
  return {
    name: draft.name,
    kind: draft.kind,
    currency: draft.currency,
    fits: fits.length === 0 ? null : fits,
    active: draft.active,
    code: filled(draft.code),
    line: filled(draft.line),
    unit: filled(draft.unit),
    manufacturer: filled(draft.manufacturer),
    description: filled(draft.description),
    price: plainAmount(draft.price) || null,
    cost: plainAmount(draft.cost) || null,
    recurring: paid === 'once' ? null : paid,
    prices: prices
      .filter((each) => each.price.trim() !== '')
      .map(({ currency, price }) => ({ currency, price: plainAmount(price) })),
    links: links.flatMap(({ kind, other }) => (other ? [{ kind, otherId: other.id }] : [])),
  };
}

const nextCurrency = (draft: Draft): string =>
  ['EUR', 'CHF', 'GBP', 'USD', ...currencies].find(
    (code) => code !== draft.currency && draft.prices.every((each) => each.currency !== code),
  ) ?? 'EUR';
