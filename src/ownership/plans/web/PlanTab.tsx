import { Button, TextInput, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountDetail } from '../../../people/contract.ts';
import { dayOf } from '../../../platform/days.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { today } from '../../../web/kit/days.ts';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { plansContract as api, type PlanRecord } from '../contract.ts';
import { change, plansQuery } from './data.ts';
import { MilestoneEditor } from './MilestoneEditor.tsx';
import { ObjectiveEditor } from './ObjectiveEditor.tsx';
import { t } from './messages.ts';
import css from './plans.module.css';
import { SaleButtons } from './SaleButtons.tsx';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

/** What "bought well" means for this customer, how far it has come, and what they accepted. */
export function PlanTab({ account }: { account: AccountDetail }) {
  const { data, error, refetch } = useQuery(plansQuery(account.id));
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={5} height={32} />;
  if (data.length === 0)
    return (
      <EmptyState
        sentence={t('none')}
        action={
          account.mayChange && (
            <Button
              variant="default"
              onClick={() => void change(() => ask(api.createPlan, { body: { accountId: account.id } }))}
            >
              {t('begin')}
            </Button>
          )
        }
      />
    );
  return (
    <>
      <SaleButtons account={account} plans={data} />
      {data.map((plan) => (
        <Plan key={plan.id} plan={plan} mayChange={account.mayChange} />
      ))}
    </>
  );
}

function Plan({ plan, mayChange }: { plan: PlanRecord; mayChange: boolean }) {
  const [open, setOpen] = useState<'objectives' | 'milestones' | 'value'>();
  const [now] = useState(() => new Date());
  const close = () => setOpen(undefined);
  const value = plan.firstValue;
  return (
    <section className={css.plan} aria-label={plan.title}>
      <div className={css.partHead}>
        <h2 className={css.title}>{plan.title}</h2>
        <HistoryButton of={{ kind: 'plan', id: plan.id }} name={plan.title} inRow />
      </div>
      <dl className={css.figures}>
        <div>
          <dt>{t('realized')}</dt>
          <dd>{format.percent(plan.progress.realized)}</dd>
        </div>
        <div>
          <dt>{t('confirmed')}</dt>
          <dd>{format.percent(plan.progress.confirmed)}</dd>
        </div>
        <div>
          <dt>{t('first value')}</dt>
          <dd className={css.text}>
            {value
              ? t('first value on', { when: format.date(value.on), days: value.days })
              : plan.firstValueDue === null
                ? '–'
                : t('first value due', { when: format.dayWithin(plan.firstValueDue, now) })}
            {value?.by && <span className={css.quiet}>{t('first value by', { name: value.by })}</span>}
            {value && <span className={css.quiet}>{value.evidence}</span>}
          </dd>
        </div>
        {mayChange && !value && (
          <div>
            <Button size="xs" variant="default" onClick={() => setOpen('value')}>
              {t('first value note')}
            </Button>
          </div>
        )}
      </dl>
      <div className={css.partHead}>
        <h3>{t('objectives')}</h3>
        {mayChange && (
          <Button size="xs" variant="default" onClick={() => setOpen('objectives')}>
            {t('objectives edit')}
          </Button>
        )}
      </div>
      {plan.objectives.length === 0 && <p className={css.quiet}>{t('objectives none')}</p>}
      <ul className={css.list}>
        {plan.objectives.map((objective) => (
          <li key={objective.id}>
            <b>{objective.title}</b>{' '}
            {objective.criterion !== null && <span className={css.quiet}>{t('from criterion')}</span>}
            {objective.outcomes.map((outcome) => (
              <div key={outcome.id} className={css.outcome}>
                <span>{outcome.metric}</span>
                <span
                  className={css.bar}
                  role="img"
                  aria-label={outcome.progress === null ? t('not measured') : format.percent(outcome.progress)}
                >
                  <span
                    style={{ width: `${(outcome.progress ?? 0) * 100}%` }}
                    data-confirmed={outcome.confirmedBy !== null}
                  />
                </span>
                <span className={css.quiet}>
                  {figure(outcome.baseline, outcome.unit)} →{' '}
                  {outcome.actual === null ? t('not measured') : figure(outcome.actual, outcome.unit)} →{' '}
                  {figure(outcome.target, outcome.unit)}
                </span>
                <span className={css.quiet}>
                  {outcome.actual === null
                    ? ''
                    : outcome.confirmedBy === null
                      ? t('our opinion')
                      : t('first value by', { name: outcome.confirmedBy })}
                </span>
              </div>
            ))}
          </li>
        ))}
      </ul>
      <div className={css.partHead}>
        <h3>{t('milestones')}</h3>
        {mayChange && (
          <Button size="xs" variant="default" onClick={() => setOpen('milestones')}>
            {t('milestones edit')}
          </Button>
        )}
      </div>
      <Milestones plan={plan} now={now} />
      {open === 'objectives' && <ObjectiveEditor plan={plan} onClose={close} />}
      {open === 'milestones' && <MilestoneEditor plan={plan} onClose={close} />}
      {open === 'value' && <FirstValue plan={plan} onClose={close} />}
    </section>
  );
}

const figure = (value: number, unit: string | null) => `${format.number(value, 2, 0)}${unit ? ` ${unit}` : ''}`;

function Milestones({ plan, now }: { plan: PlanRecord; now: Date }) {
  const mayDeliver = useMay('promise:write');
  const today = dayOf(now);
  const deliver = (id: string, delivered: boolean) =>
    void change(() => ask(api.deliverMilestone, { params: { id }, body: { delivered } }));
  const [shown, setShown] = useState<string>();
  const link = async (id: string) => {
    await change(async () => {
      const { path } = await ask(api.linkMilestone, { params: { id } });
      const address = `${location.origin}${path}`;
      try {
        await navigator.clipboard.writeText(address);
        notify(t('link.copied', { days: 30 }));
      } catch {
        setShown(address);
      }
    });
  };
  return (
    <ol className={css.list}>
      {plan.milestones.map((m) => {
        const done = m.needsAcceptance ? m.acceptedAt !== null : m.deliveredAt !== null;
        const late = !done && m.dueOn !== null && m.dueOn < today;
        return (
          <li key={m.id} className={css.milestone} data-done={done}>
            <span className={css.milestoneName}>
              {m.title}
              <span className={css.quiet}>
                {t(`side.${m.side}`)}
                {m.memberName ? `, ${m.memberName}` : ''}
                {m.dueOn === null ? '' : ` · ${format.day(m.dueOn, now)}`}
              </span>
            </span>
            <span className={css.quiet} data-alarm={late || m.declinedAt !== null}>
              {m.acceptedAt
                ? t('state.accepted', { name: m.acceptedBy ?? '' })
                : m.declinedAt
                  ? t('state.declined', { note: m.declinedNote ?? '' })
                  : m.deliveredAt
                    ? m.needsAcceptance
                      ? t('state.waiting')
                      : t('state.delivered', { when: format.date(m.deliveredAt) })
                    : late
                      ? t('state.late')
                      : ''}
            </span>
            {mayDeliver && m.acceptedAt === null && (
              <span className={css.actions}>
                <Button
                  size="xs"
                  variant={m.deliveredAt === null ? 'default' : 'subtle'}
                  onClick={() => deliver(m.id, m.deliveredAt === null)}
                >
                  {t(m.deliveredAt === null ? 'mark delivered' : 'not delivered')}
                </Button>
                {m.needsAcceptance && (
                  <Button size="xs" variant="default" onClick={() => void link(m.id)}>
                    {t('link')}
                  </Button>
                )}
              </span>
            )}
          </li>
        );
      })}
      {shown !== undefined && (
        <Dialog onClose={() => setShown(undefined)} title={t('link')}>
          <TextInput
            label={t('link.shown')}
            value={shown}
            readOnly
            data-autofocus
            onFocus={(event) => event.currentTarget.select()}
          />
        </Dialog>
      )}
    </ol>
  );
}

function FirstValue({ plan, onClose }: { plan: PlanRecord; onClose: () => void }) {
  const [on, setOn] = useState<string | null>(today);
  const [evidence, setEvidence] = useState('');
  const [by, setBy] = useState('');
  return (
    <FormDialog
      onClose={onClose}
      title={t('first value note')}
      onSend={() => {
        if (on === null) return;
        void change(() =>
          ask(
            api.changePlan,
            { params: { id: plan.id }, body: { firstValue: { on, evidence: evidence.trim(), by: by.trim() || null } } },
            { ifMatch: plan.version },
          ),
        ).then((taken) => taken && onClose());
      }}
    >
      <Textarea
        data-autofocus
        required
        autosize
        minRows={2}
        label={t('first value evidence')}
        value={evidence}
        maxLength={2000}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <TextInput
        label={t('first value who')}
        value={by}
        maxLength={200}
        onChange={(event) => setBy(event.currentTarget.value)}
      />
      <DateField label={t('first value when')} value={on} onChange={setOn} required />
      <div className={css.buttons}>
        <Button type="submit" disabled={evidence.trim().length < 5 || on === null}>
          {t('save')}
        </Button>
      </div>
    </FormDialog>
  );
}
