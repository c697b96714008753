import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { searchAccounts } from '../../people/web/find.ts';
import { useDraft } from '../../people/web/useDraft.ts';
import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';
import { ask } from '../../web/connection.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { Refusal } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { RecordPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { useSession } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import { purchaseContract as api } from '../contract.ts';
import { proposeSaleType, type SaleTypeAnswers } from '../saleType.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './pipeline.module.css';
import { Questions } from './Questions.tsx';

interface NewSaleProps {
  account?: Pick;
  /** What is known of it already: the need that a prospect has, and where it came from. */
  about?: {
    name: string | undefined;
    source: string | undefined;
    offering: string | undefined;
    buyer: string | undefined;
  };
  onClose: () => void;
}

/** Opens a sale; a retail sale is recorded as sold in the same breath. What was typed survives closing and reloading. */
export function NewSale({ account, about, onClose }: NewSaleProps) {
  const { workspace } = useSession();
  const navigate = useNavigate();
  const [draft, write, forget] = useDraft(about ? `new sale ${account?.id}` : 'new sale', {
    name: about?.name ?? '',
    amount: '',
  });
  const [whom, setWhom] = useState<Pick | null>(account ?? null);
  const [close, setClose] = useState<string | null>(null);
  const [answers, setAnswers] = useState<SaleTypeAnswers>(() => answered(about?.buyer));
  const [chosen, setChosen] = useState<SaleType>();
  const proposal = proposeSaleType(answers);
  const anything = Object.keys(answers).length > 0;
  const saleType = chosen ?? (anything ? proposal.saleType : 'commercial');
  const retail = saleType === 'retail';
  const amount = draft.amount.trim().replace(',', '.');
  const save = useMutation({
    mutationFn: async () =>
      retail
        ? ask(api.sell, { body: { name: draft.name, accountId: whom?.id ?? null, amount } })
        : ask(api.createOpportunity, {
            body: {
              name: draft.name,
              accountId: whom?.id ?? null,
              amount: amount === '' ? null : amount,
              expectedCloseOn: close,
              answers,
              saleType,
              ...(about?.source ? { source: about.source } : {}),
              ...(about?.offering ? { offering: about.offering } : {}),
            },
          }),
    onSuccess: async (made) => {
      forget();
      notify(t(retail ? 'new.sold' : 'new.made', { name: made.name }));
      if (retail) onClose();
      else if (about) void navigate({ to: `/opportunities/${made.id}`, replace: true });
      else {
        onClose();
        void navigate({ to: `/opportunities/${made.id}` });
      }
      await readSalesAgain();
    },
  });
  return (
    <FormDialog size="lg" onClose={onClose} title={t('new.title')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        label={t('new.name')}
        maxLength={300}
        value={draft.name}
        onChange={(event) => write({ name: event.currentTarget.value })}
      />
      <div className={css.row}>
        <RecordPicker label={t('new.account')} value={whom} onChange={setWhom} search={searchAccounts} />
        <TextInput
          label={t('new.amount', { currency: workspace.currency })}
          inputMode="decimal"
          required={retail}
          value={draft.amount}
          onChange={(event) => write({ amount: event.currentTarget.value })}
        />
        {!retail && <DateField label={t('new.close')} value={close} onChange={setClose} />}
      </div>
      <SegmentedControl
        fullWidth
        aria-label={t('new.type')}
        data={saleTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
        value={saleType}
        onChange={setChosen}
      />
      {retail ? (
        <p className={css.proposal}>{t('new.retail')}</p>
      ) : (
        <>
          <Questions
            answers={answers}
            onAnswers={(next) => {
              setAnswers(next);
              setChosen(undefined);
            }}
          />
          {anything && (
            <p className={css.proposal}>
              {t('new.proposed', {
                type: proposal.subType
                  ? `${t(`type.${proposal.saleType}`)} · ${t(`sub.${proposal.subType}`)}`
                  : t(`type.${proposal.saleType}`),
              })}
              {proposal.uncertain && ` ${t('new.uncertain')}`}
            </p>
          )}
        </>
      )}
      <Refusal error={save.error} kept={t('new.kept')} />
      <Button type="submit" loading={save.isPending}>
        {t(retail ? 'new.sell' : 'new.open')}
      </Button>
    </FormDialog>
  );
}

/** Who buys is known of an account. */
const answered = (buyer: string | undefined): SaleTypeAnswers =>
  buyer === 'person' || buyer === 'organization' ? { buyer } : {};
