import { Autocomplete, Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type CSSProperties } from 'react';
import { offeringsContract } from '../../../offerings/contract.ts';
import { plainAmount } from '../../../offerings/web/words.ts';
import { dayOf } from '../../../platform/days.ts';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useSession } from '../../../web/session.ts';
import { routeContract as api, type YearlyNeed } from '../contract.ts';
import { t } from './messages.ts';
import css from './route.module.css';
import { ReorderTable } from './ReorderTable.tsx';
import { StopDialog } from './StopDialog.tsx';
import { VisitDialog } from './VisitDialog.tsx';

/** The loop of one account: its place on the route, its visits, what it will reorder, and what share of its need is ours. */
export function AccountLoop({ account, mayChange }: { account: { id: string; name: string }; mayChange: boolean }) {
  const { data, error, refetch } = useAnswer(
    api.readLoop,
    { params: { id: account.id } },
    { meta: { hears: ['touchpoint', 'opportunity', 'account'] } },
  );
  const [changing, setChanging] = useState(false);
  const [visiting, setVisiting] = useState(false);
  const [now] = useState(() => new Date());
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={5} />;
  const { stop } = data;
  return (
    <>
      <section aria-label={t('loop.title')}>
        <div className={css.head}>
          <h2>{t('loop.title')}</h2>
          {mayChange && (
            <button type="button" className={css.link} onClick={() => setChanging(true)}>
              {t(stop ? 'loop.change' : 'loop.put')}
            </button>
          )}
        </div>
        <p className={css.quiet}>{stop ? t('loop.about') : t('loop.off')}</p>
        {stop && (
          <div className={css.facts}>
            <span className={stop.nextVisitOn < dayOf(now) ? css.why : undefined}>
              {t('on', { when: format.day(stop.nextVisitOn, now) })}
            </span>
            <span>{t('every', { count: stop.everyDays })}</span>
            <span>
              {stop.lastVisitOn === null ? t('never') : t('last', { when: format.day(stop.lastVisitOn, now) })}
            </span>
            <span>{stop.memberName}</span>
          </div>
        )}
        {mayChange && (
          <Button size="xs" variant="default" mt={8} onClick={() => setVisiting(true)}>
            {t('loop.visit')}
          </Button>
        )}
      </section>
      <section aria-label={t('loop.reorders')}>
        <div className={css.head}>
          <h2>{t('loop.reorders')}</h2>
        </div>
        {data.reorders.length === 0 ? (
          <p className={css.quiet}>{t('reorder.none')}</p>
        ) : (
          <ReorderTable reorders={data.reorders} />
        )}
      </section>
      <Wallet accountId={account.id} needs={data.needs} mayChange={mayChange} />
      {data.visits.length > 0 && (
        <section aria-label={t('loop.history')}>
          <div className={css.head}>
            <h2>{t('loop.history')}</h2>
          </div>
          <ul className={css.list}>
            {data.visits.slice(0, 8).map((visit) => (
              <li key={visit.id}>
                <span>{format.date(visit.at, 'dayYear')}</span>
                <span>
                  {visit.state === 'made' ? t('loop.made') : t('loop.skipped', { reason: visit.reason ?? '' })}
                </span>
                <span>{visit.memberName}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {changing && <StopDialog account={account} onClose={() => setChanging(false)} />}
      {visiting && (
        <VisitDialog visit={{ accountId: account.id, accountName: account.name }} onClose={() => setVisiting(false)} />
      )}
    </>
  );
}

function Wallet({
  accountId,
  needs,
  mayChange,
}: {
  accountId: string;
  needs: readonly YearlyNeed[];
  mayChange: boolean;
}) {
  const [adding, setAdding] = useState(false);
  return (
    <section aria-label={t('loop.wallet')}>
      <div className={css.head}>
        <h2>{t('loop.wallet')}</h2>
        {mayChange && !adding && (
          <button type="button" className={css.link} onClick={() => setAdding(true)}>
            {t('wallet.add')}
          </button>
        )}
      </div>
      <p className={css.quiet}>{needs.length === 0 ? t('loop.wallet none') : t('loop.wallet about')}</p>
      <ul className={css.list}>
        {needs.map((need) => (
          <li key={need.id}>
            <b>{need.line}</b>
            <span>
              {t('wallet.row', {
                ours: format.money(Number(need.ours), need.currency),
                need: format.money(Number(need.amount), need.currency),
              })}
            </span>
            <span>{need.share === null ? '' : format.percent(need.share)}</span>
            <span className={css.bar} style={share(need.share ?? 0)} aria-hidden="true" />
            <small>{t('wallet.said', { source: need.source, when: format.date(need.on, 'dayYear') })}</small>
          </li>
        ))}
      </ul>
      {adding && <NeedForm accountId={accountId} onClose={() => setAdding(false)} />}
    </section>
  );
}

const share = (of: number): CSSProperties & { '--share': string } => ({ '--share': `${Math.min(100, of * 100)}%` });

function NeedForm({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const { workspace } = useSession();
  const lines = useAnswer(offeringsContract.listOfferingLines).data?.items.map(({ line }) => line) ?? [];
  const [line, setLine] = useState('');
  const [amount, setAmount] = useState('');
  const [source, setSource] = useState('');
  const save = useMutation({
    mutationFn: async () =>
      ask(api.addNeed, { params: { id: accountId }, body: { line, amount: plainAmount(amount), source } }),
    onSuccess: async () => {
      onClose();
      await readAgain(api.readLoop);
    },
  });
  return (
    <Form onSend={() => save.mutate()}>
      <div className={css.row}>
        <Autocomplete
          autoFocus
          required
          size="xs"
          label={t('wallet.line')}
          data={lines}
          maxLength={200}
          value={line}
          onChange={setLine}
        />
        <TextInput
          required
          size="xs"
          inputMode="decimal"
          label={t('wallet.need', { currency: workspace.currency })}
          value={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
        />
        <TextInput
          required
          size="xs"
          label={t('wallet.source')}
          maxLength={300}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
      </div>
      <Refusal error={save.error} />
      <div className={css.acts}>
        <Button size="xs" type="submit" loading={save.isPending}>
          {t('wallet.save')}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {t('wallet.cancel')}
        </Button>
      </div>
    </Form>
  );
}
