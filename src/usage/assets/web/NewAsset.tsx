import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useDraft } from '../../../people/web/useDraft.ts';
import { ask } from '../../../web/connection.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { notify } from '../../../web/shell/toasts.ts';
import { assetContract as api, type ServiceContract } from '../contract.ts';
import css from './assets.module.css';
import { readBaseAgain } from './data.ts';
import { t } from './messages.ts';

/** What stands at the customer, as it is entered by hand. */
export function NewAsset({
  accountId,
  contracts,
  onClose,
}: {
  accountId: string;
  contracts: readonly ServiceContract[];
  onClose: () => void;
}) {
  const [draft, write, forget] = useDraft(`new asset ${accountId}`, { name: '', serial: '', place: '' });
  const [since, setSince] = useState<string | null>(null);
  const [warrantyUntil, setWarranty] = useState<string | null>(null);
  const [contractId, setContract] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: async () =>
      ask(api.addAsset, {
        body: {
          accountId,
          name: draft.name,
          serial: draft.serial.trim() || null,
          place: draft.place.trim() || null,
          since,
          warrantyUntil,
          contractId,
        },
      }),
    onSuccess: async (made) => {
      forget();
      notify(t('asset.added', { name: made.name }));
      onClose();
      await readBaseAgain();
    },
  });
  return (
    <FormDialog onClose={onClose} title={t('asset.add')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        label={t('asset.name')}
        maxLength={300}
        value={draft.name}
        onChange={(event) => write({ name: event.currentTarget.value })}
      />
      <div className={css.row}>
        <TextInput
          label={t('asset.serial')}
          maxLength={100}
          value={draft.serial}
          onChange={(event) => write({ serial: event.currentTarget.value })}
        />
        <TextInput
          label={t('asset.place')}
          maxLength={200}
          value={draft.place}
          onChange={(event) => write({ place: event.currentTarget.value })}
        />
      </div>
      <div className={css.row}>
        <DateField label={t('asset.since')} value={since} onChange={setSince} />
        <DateField label={t('asset.warranty')} value={warrantyUntil} onChange={setWarranty} />
      </div>
      <Select
        label={t('asset.contract')}
        clearable
        data={contracts
          .filter((each) => each.state === 'running')
          .map((each) => ({ value: each.id, label: each.name }))}
        value={contractId}
        onChange={setContract}
      />
      <Refusal error={save.error} kept={t('kept')} />
      <Button type="submit" loading={save.isPending}>
        {t('asset.save')}
      </Button>
    </FormDialog>
  );
}
