import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { relationshipContract } from '../../relationship/contract.ts';
import { useAct } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { Form } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { PositionMiniature } from '../../web/kit/PositionBadge.tsx';
import { inDays } from '../../web/kit/days.ts';
import { t as web } from '../../web/messages/en.ts';
import { notify } from '../../web/shell/toasts.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import type { Doing } from './WarningsPart.tsx';
import { money } from './words.ts';

interface SaleFactsProps {
  sale: SaleDetail;
  doing: Doing | undefined;
  /** What the next step is to be, where a warning says so. */
  what?: string | undefined;
  onDoing: (doing: Doing | undefined) => void;
}

/** Seven facts in one line; amount, date and next step are changed where they stand. */
export function SaleFacts({ sale, doing, what, onDoing }: SaleFactsProps) {
  const [now] = useState(() => new Date());
  const { account, win } = sale;
  const behind = sale.expectedCloseOn !== null && sale.paceCloseOn > sale.expectedCloseOn;
  return (
    <dl className={css.facts}>
      <div className={css.fact}>
        <dt>{t('fact.amount')}</dt>
        <dd>
          <AmountFact sale={sale} />
          <span className={css.small}>
            {sale.offering ??
              (sale.medianMultiple === null ? '' : t('fact.median', { times: format.number(sale.medianMultiple, 1) }))}
          </span>
        </dd>
      </div>
      {sale.outcome === 'open' && (
        <div className={css.fact}>
          <dt>{t('fact.win')}</dt>
          <dd>
            {win.probability === null || win.low === null || win.high === null ? (
              <>
                <span className={css.silent}>{t('fact.win silent')}</span>
                <span className={css.small}>
                  {t('fact.win needs', { events: win.events, needed: win.eventsNeeded })}
                </span>
              </>
            ) : (
              <>
                <b>{format.percent(win.probability)}</b>
                <span className={css.small}>
                  {t('fact.win range', {
                    low: format.number(win.low * 100),
                    high: format.percent(win.high),
                    n: format.number(win.sales),
                  })}
                </span>
              </>
            )}
          </dd>
        </div>
      )}
      <div className={css.fact}>
        <dt>{t('fact.close')}</dt>
        <dd>
          <CloseFact
            sale={sale}
            opened={doing === 'date'}
            onOpened={(opened) => onDoing(opened ? 'date' : undefined)}
          />
          {sale.outcome === 'open' && (
            <span className={css.small} data-bad={behind}>
              {t('fact.pace', { when: format.day(sale.paceCloseOn, now) })}
            </span>
          )}
        </dd>
      </div>
      <Level line="trust" value={account?.trust} moved={account?.trustMove} />
      <Level line="interest" value={account?.interest} moved={account?.interestMove} />
      <div className={css.fact}>
        <dt>{t('fact.position')}</dt>
        <dd>
          {account?.position ? (
            <>
              <span className={css.position}>
                <PositionMiniature position={account.position} /> {web(`position.${account.position}`)}
              </span>
              <span className={css.small}>
                {t('fact.sure', { percent: format.percent(account.positionProbability ?? 0) })}
              </span>
            </>
          ) : (
            <span className={css.small}>{t('fact.no account')}</span>
          )}
        </dd>
      </div>
      <div className={css.fact} data-fact="next">
        <dt>{t('fact.next')}</dt>
        <dd>
          <button
            type="button"
            className={css.value}
            disabled={!sale.mayChange || !account}
            onClick={() => onDoing('step')}
          >
            {sale.nextStep?.what ?? t(sale.mayChange && account ? 'fact.next set' : 'fact.next none')}
          </button>
          <span className={css.small} data-bad={sale.nextStep === null || new Date(sale.nextStep.dueAt) < now}>
            {sale.nextStep
              ? [format.day(sale.nextStep.dueAt, now), sale.nextStep.memberName].filter(Boolean).join(' · ')
              : ''}
          </span>
        </dd>
      </div>
      {doing === 'step' && account && (
        <StepDialog accountId={account.id} what={what ?? ''} onClose={() => onDoing(undefined)} />
      )}
    </dl>
  );
}

interface LevelProps {
  line: 'trust' | 'interest';
  value: number | null | undefined;
  moved: number | null | undefined;
}

function Level({ line, value, moved }: LevelProps) {
  return (
    <div className={css.fact}>
      <dt className={line}>{t(`fact.${line}`)}</dt>
      <dd>
        {value == null ? (
          <span className={css.small}>{t('fact.no account')}</span>
        ) : (
          <>
            <b className={line}>{format.number(value)}</b>
            {moved != null && (
              <span className={css.small}>
                <span className={line}>{movedText(Math.round(moved))}</span>
              </span>
            )}
          </>
        )}
      </dd>
    </div>
  );
}

const movedText = (n: number): string =>
  n === 0 ? t('fact.steady') : t(n > 0 ? 'fact.moved up' : 'fact.moved down', { n: format.number(Math.abs(n)) });

function AmountFact({ sale }: { sale: SaleDetail }) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState(sale.amount ?? '');
  const save = useAct(api.changeOpportunity);
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom-start">
      <Popover.Target>
        <button type="button" className={css.value} disabled={!sale.mayChange} onClick={() => setOpened(true)}>
          {money(sale.amount, sale.currency)}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Form
          onSend={() => {
            save.mutate(
              {
                input: { params: { id: sale.id }, body: { amount: text.trim().replace(',', '.') || null } },
                options: { ifMatch: sale.version },
              },
              {
                onSuccess: () => {
                  setOpened(false);
                  void readSalesAgain();
                },
              },
            );
          }}
        >
          <TextInput
            data-autofocus
            label={t('new.amount', { currency: sale.currency })}
            inputMode="decimal"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" loading={save.isPending}>
            {t('edit.save')}
          </Button>
        </Form>
      </Popover.Dropdown>
    </Popover>
  );
}

function CloseFact({
  sale,
  opened,
  onOpened,
}: {
  sale: SaleDetail;
  opened: boolean;
  onOpened: (opened: boolean) => void;
}) {
  const save = useAct(api.changeOpportunity);
  return (
    <Popover opened={opened} onChange={onOpened} trapFocus returnFocus position="bottom-start">
      <Popover.Target>
        <button type="button" className={css.value} disabled={!sale.mayChange} onClick={() => onOpened(true)}>
          {sale.expectedCloseOn ? format.date(sale.expectedCloseOn) : t('card.no close')}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <DateField
          label={t('fact.close')}
          value={sale.expectedCloseOn}
          onChange={(expectedCloseOn) =>
            save.mutate(
              { input: { params: { id: sale.id }, body: { expectedCloseOn } }, options: { ifMatch: sale.version } },
              {
                onSuccess: () => {
                  onOpened(false);
                  void readSalesAgain();
                },
              },
            )
          }
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** What, when: the next step of the account that this sale needs. */
function StepDialog({ accountId, what: given, onClose }: { accountId: string; what: string; onClose: () => void }) {
  const [what, setWhat] = useState(given.slice(0, 300));
  const [on, setOn] = useState<string | null>(() => inDays(2));
  const save = useAct(relationshipContract.setNextStep);
  return (
    <FormDialog
      onClose={onClose}
      title={t('plan.title')}
      onSend={() =>
        save.mutate(
          { input: { body: { accountId, what: what.trim(), dueAt: new Date(`${on}T09:00:00`).toISOString() } } },
          {
            onSuccess: () => {
              notify(t('plan.saved', { what: what.trim() }));
              onClose();
              void readSalesAgain();
            },
          },
        )
      }
    >
      <TextInput
        data-autofocus
        required
        label={t('plan.what')}
        maxLength={300}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <DateField required label={t('plan.when')} value={on} onChange={setOn} />
      <Button type="submit" loading={save.isPending} disabled={what.trim() === '' || on === null}>
        {t('plan.save')}
      </Button>
    </FormDialog>
  );
}
