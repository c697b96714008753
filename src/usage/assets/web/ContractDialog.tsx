import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { relationshipContract } from '../../../relationship/contract.ts';
import { MomentCheck } from '../../../relationship/web/MomentCheck.tsx';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { useMay } from '../../../web/session.ts';
import { notify, notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { assetContract as api, lostReasons, type DueRenewal, type ServiceContract } from '../contract.ts';
import css from './assets.module.css';
import { readBaseAgain } from './data.ts';
import { t } from './messages.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

/** One contract that comes up: why it is at risk, whether to sell now, and what became of it. */
export function ContractDialog({ row, onClose }: { row: DueRenewal; onClose: () => void }) {
  const [doing, setDoing] = useState<'renew' | 'lose'>();
  const mayChange = useMay('opportunity:write');
  return (
    <Dialog size="lg" onClose={onClose} title={row.name}>
      <div className={css.stack}>
        <p>
          <Link to="/accounts/$id" params={{ id: row.accountId }} className={css.link}>
            {row.accountName}
          </Link>{' '}
          · {format.date(row.renewsOn, 'full')} · {format.money(Number(row.price), row.currency)} / {row.periodMonths}
        </p>
        <MomentCheck accountId={row.accountId} />
        <Why row={row} />
        {doing === undefined && mayChange && (
          <div className={css.buttons}>
            <Button onClick={() => setDoing('renew')}>{t('renew')}</Button>
            <Button variant="default" onClick={() => setDoing('lose')}>
              {t('lose')}
            </Button>
            <Button variant="default" onClick={() => void plan(row)}>
              {t('plan step')}
            </Button>
            <HistoryButton of={{ kind: 'contract', id: row.id }} name={row.name} />
          </div>
        )}
        {doing === 'renew' && <RenewForm row={row} onDone={onClose} />}
        {doing === 'lose' && <LoseForm row={row} onDone={onClose} />}
      </div>
    </Dialog>
  );
}

/** The parts of the risk on the scale on which they add up. */
function Why({ row }: { row: DueRenewal }) {
  const { risk } = row;
  const parts = [
    { name: t('risk.base'), value: risk.base },
    { name: t('risk.tenure', { count: row.renewals }), value: risk.tenure },
    ...risk.parts.map((part) => ({ name: partName(part.feature), value: part.contribution })),
  ];
  return (
    <table className={css.table}>
      <caption className={css.caption}>{t('risk.title', { percent: format.percent(risk.probability) })}</caption>
      <tbody>
        {parts.map((part) => (
          <tr key={part.name}>
            <th scope="row">{part.name}</th>
            <td>{format.signed(part.value, 2)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('risk.sum')}</th>
          <td>
            {format.signed(
              parts.reduce((sum, part) => sum + part.value, 0),
              2,
            )}{' '}
            ± {format.number(1.28 * risk.standardError, 2)}
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function partName(feature: string): string {
  const known = (['trust', 'severe cases', 'use'] as const).find((each) => each === feature);
  return known ? t(`risk.${known}`) : feature;
}

async function plan(row: DueRenewal): Promise<void> {
  try {
    const dueAt = new Date(
      Math.max(Date.now() + 86_400_000, Date.parse(row.renewsOn) - (row.noticeDays + 30) * 86_400_000),
    ).toISOString();
    const made = await ask(relationshipContract.setNextStep, {
      body: { accountId: row.accountId, what: t('plan what', { name: row.name }), dueAt },
    });
    notify(t('planned', { what: made.what }));
  } catch (error) {
    notifyProblem(problemText(error));
  }
  await readBaseAgain();
}

type Decided = Pick<ServiceContract, 'id' | 'name' | 'version'>;

export async function takeBack(row: Decided): Promise<void> {
  try {
    await ask(api.takeBackDecision, { params: { id: row.id } }, { ifMatch: row.version });
    notify(t('taken back'));
  } catch (error) {
    notifyProblem(problemText(error));
  }
  await readBaseAgain();
}

function RenewForm({ row, onDone }: { row: DueRenewal; onDone: () => void }) {
  const [price, setPrice] = useState(row.price);
  const [months, setMonths] = useState<string | number>(row.periodMonths);
  const [note, setNote] = useState('');
  const save = useMutation({
    mutationFn: async () =>
      ask(
        api.renewContract,
        {
          params: { id: row.id },
          body: {
            price: price.trim().replace(',', '.'),
            periodMonths: Number(months),
            ...(note.trim() ? { note: note.trim() } : {}),
          },
        },
        { ifMatch: row.version },
      ),
    onSuccess: async (after) => {
      notifyUndo(t('renew.done', { name: row.name }), async () => takeBack(after));
      onDone();
      await readBaseAgain();
    },
  });
  return (
    <Form onSend={() => save.mutate()}>
      <div className={css.row}>
        <TextInput
          data-autofocus
          required
          label={t('renew.price', { months: Number(months), currency: row.currency })}
          inputMode="decimal"
          value={price}
          onChange={(event) => setPrice(event.currentTarget.value)}
        />
        <NumberInput
          label={t('renew.months')}
          min={1}
          max={120}
          allowDecimal={false}
          value={months}
          onChange={setMonths}
        />
      </div>
      <TextInput
        label={t('renew.note')}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Refusal error={save.error} kept={t('kept')} />
      <Button type="submit" loading={save.isPending}>
        {t('renew')}
      </Button>
    </Form>
  );
}

function LoseForm({ row, onDone }: { row: DueRenewal; onDone: () => void }) {
  const [reason, setReason] = useState<(typeof lostReasons)[number]>();
  const [note, setNote] = useState('');
  const save = useMutation({
    mutationFn: async () =>
      ask(
        api.loseContract,
        { params: { id: row.id }, body: { reason: reason ?? 'other', ...(note.trim() ? { note: note.trim() } : {}) } },
        { ifMatch: row.version },
      ),
    onSuccess: async (after) => {
      notifyUndo(t('lose.done', { name: row.name }), async () => takeBack(after));
      onDone();
      await readBaseAgain();
    },
  });
  return (
    <Form onSend={() => save.mutate()}>
      <Select
        data-autofocus
        required
        label={t('lose.reason')}
        data={lostReasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
        value={reason ?? null}
        onChange={(value) => setReason(lostReasons.find((each) => each === value))}
      />
      <Textarea
        autosize
        label={t('lose.note')}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Refusal error={save.error} kept={t('kept')} />
      <Button type="submit" loading={save.isPending} disabled={reason === undefined}>
        {t('lose')}
      </Button>
    </Form>
  );
}
