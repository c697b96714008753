import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { changedMeanwhile, readAgain } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { useMay, useSession } from '../../web/session.ts';
import { notify, notifyUndo } from '../../web/shell/toasts.ts';
import { offeringsContract as api, type Offering } from '../contract.ts';
import { FitsField } from './FitsField.tsx';
import { t } from './messages.ts';
import { bodyOf, draftOf } from './offeringDraft.ts';
import { LinksField, OfferingFacts, PricesField } from './OfferingParts.tsx';
import css from './offerings.module.css';
import { HistoryButton } from '../../workspace/web/HistoryButton.tsx';

const again = () => readAgain(api.listOfferings, api.listOfferingLines, api.readOffering);

/** One offering with its prices and what belongs with it; read only for who may not change it. */
export function OfferingDialog({ offering, onClose }: { offering: Offering | null; onClose: () => void }) {
  const { workspace } = useSession();
  const mayWrite = useMay('offering:write') && (offering?.deletedAt ?? null) === null;
  const mayDelete = useMay('offering:delete');
  const [draft, setDraft] = useState(() => draftOf(offering, workspace.currency));
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const part = { draft, readOnly: !mayWrite, onChange: change };
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
      <OfferingFacts {...part} />
      <FitsField offering={offering} readOnly={!mayWrite} value={draft.fits} onChange={(fits) => change({ fits })} />
      <PricesField {...part} />
      <LinksField {...part} />
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
