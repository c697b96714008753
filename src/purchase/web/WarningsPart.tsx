import { Button, Popover, TextInput } from '@mantine/core';
import { CalendarClock, CircleAlert, FileText, Phone, UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useAct } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { Form } from '../../web/kit/Form.tsx';
import { openLog } from '../../web/shell/log.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { buyingStages } from '../stages.ts';
import type { NextAction, WarningKind } from '../warnings.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './sale.module.css';

/** What the screen opens for a person who follows a warning. */
export type Doing = 'step' | 'date' | 'person' | 'procedure' | 'account';

type Warning = SaleDetail['warnings'][number];

const ways: Record<NextAction, { icon: typeof Phone; doing: Doing | 'log' | 'evidence' }> = {
  'find who releases the money': { icon: UserPlus, doing: 'person' },
  'meet a second person': { icon: UserPlus, doing: 'person' },
  'call the champion': { icon: Phone, doing: 'log' },
  'win a champion': { icon: CalendarClock, doing: 'step' },
  'talk to those not convinced': { icon: CalendarClock, doing: 'step' },
  'collect evidence': { icon: FileText, doing: 'step' },
  'ask for the procedure': { icon: FileText, doing: 'procedure' },
  'move the slipping step': { icon: FileText, doing: 'procedure' },
  'ask for the evidence': { icon: FileText, doing: 'evidence' },
  'set a next step': { icon: CalendarClock, doing: 'step' },
  'agree on a new date': { icon: CalendarClock, doing: 'date' },
};

/** What endangers the sale; each ends in a button, and each can be dismissed with a reason. */
interface WarningsPartProps {
  sale: SaleDetail;
  /** `what` is the next step that the warning asks for, to begin with. */
  onDoing: (doing: Doing, what?: string) => void;
}

export function WarningsPart({ sale, onDoing }: WarningsPartProps) {
  const recall = useAct(api.recallWarning);
  return (
    <section>
      <div className={css.partHead}>
        <h2>{t('warnings.title')}</h2>
        <span>{sale.warnings.length > 0 ? format.number(sale.warnings.length) : ''}</span>
      </div>
      {sale.warnings.length === 0 && <p className={css.quiet}>{t('warnings.none')}</p>}
      <ul className={css.warnings}>
        {sale.warnings.map((warning) => (
          <WarningLine key={warning.kind} sale={sale} warning={warning} onDoing={onDoing} />
        ))}
      </ul>
      {sale.dismissed.length > 0 && (
        <details className={css.dismissed}>
          <summary>{t('warnings.dismissed', { count: sale.dismissed.length })}</summary>
          {sale.dismissed.map((each) => (
            <p key={each.kind}>
              {heading(each.kind, null)}: {each.reason}{' '}
              {sale.mayChange && (
                <button
                  type="button"
                  className={css.link}
                  onClick={() =>
                    recall.mutate(
                      { input: { params: { id: sale.id }, body: { kind: each.kind } } },
                      { onSuccess: () => void readSalesAgain() },
                    )
                  }
                >
                  {t('warnings.recall')}
                </button>
              )}
            </p>
          ))}
        </details>
      )}
    </section>
  );
}

function WarningLine({
  sale,
  warning,
  onDoing,
}: {
  sale: SaleDetail;
  warning: Warning;
  onDoing: WarningsPartProps['onDoing'];
}) {
  const action = isAction(warning.action) ? warning.action : 'set a next step';
  const way = ways[action];
  const Icon = way.icon;
  const about = warning.about.map((id) => nameOf(id, sale));
  const [contact] = sale.team.filter((member) => warning.about.includes(member.id));
  return (
    <li>
      <CircleAlert size={15} aria-hidden="true" data-serious={warning.severity === 'serious'} />
      <div>
        <b>{heading(warning.kind, warning.amount)}</b>
        <p>{coaching(warning.kind, format.list(about))}</p>
        {sale.mayChange && (
          <div className={css.buttons}>
            <Button
              size="xs"
              variant="default"
              leftSection={<Icon size={13} aria-hidden="true" />}
              onClick={() => {
                if (way.doing === 'evidence') showMissing();
                // A next step and a contact belong to an account.
                else if (sale.account === null && (way.doing === 'step' || way.doing === 'log')) onDoing('account');
                else if (way.doing !== 'log') onDoing(way.doing, stepFor(warning.kind, format.list(about)));
                else
                  openLog({
                    opportunityId: sale.id,
                    channel: 'call',
                    ...(sale.accountId ? { accountId: sale.accountId } : {}),
                    ...(contact ? { contactId: contact.contactId } : {}),
                  });
              }}
            >
              {t(`do.${action}`)}
            </Button>
            <Dismiss sale={sale} kind={warning.kind} />
          </div>
        )}
      </div>
    </li>
  );
}

function Dismiss({ sale, kind }: { sale: SaleDetail; kind: WarningKind }) {
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const save = useAct(api.dismissWarning);
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <button
          type="button"
          className={css.dismiss}
          aria-label={`${t('warnings.dismiss')}: ${heading(kind, null)}`}
          onClick={() => setOpened(true)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Form
          onSend={() =>
            save.mutate(
              { input: { params: { id: sale.id }, body: { kind, reason: reason.trim() } } },
              { onSuccess: () => void readSalesAgain() },
            )
          }
        >
          <TextInput
            data-autofocus
            required
            label={t('warnings.dismiss why')}
            value={reason}
            maxLength={1000}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" loading={save.isPending} disabled={reason.trim().length < 3}>
            {t('warnings.dismiss')}
          </Button>
        </Form>
      </Popover.Dropdown>
    </Popover>
  );
}

function heading(kind: WarningKind, amount: number | null): string {
  switch (kind) {
    case 'criteria without evidence':
      return t('warning.criteria without evidence', { count: amount ?? 2 });
    case 'champion silent':
    case 'procedure unknown near the date':
    case 'procedure slips':
    case 'close date passed':
      return amount === null ? t(`bare.${kind}`) : t(`warning.${kind}`, { amount: format.number(amount) });
    default:
      return t(`warning.${kind}`);
  }
}

function coaching(kind: WarningKind, about: string): string {
  switch (kind) {
    case 'champion silent':
    case 'majority not supporters':
    case 'criteria without evidence':
    case 'procedure slips':
    case 'stage without buyer evidence':
      return t(`coach.${kind}`, { about });
    default:
      return t(`coach.${kind}`);
  }
}

/** The next step that answers a warning, as it would be written down. */
function stepFor(kind: WarningKind, about: string): string {
  switch (kind) {
    case 'no champion':
      return t('step.no champion');
    case 'majority not supporters':
    case 'criteria without evidence':
      return t(`step.${kind}`, { about });
    default:
      return '';
  }
}

/** A warning speaks of people, criteria, steps or stages by id. */
function nameOf(id: string, sale: SaleDetail): string {
  const stage = buyingStages.find((each) => each === id);
  if (stage) return t(`stage.${stage}`);
  return (
    sale.team.find((member) => member.id === id)?.name ??
    sale.matrix?.matrix.criteria.find((criterion) => criterion.id === id)?.name ??
    sale.procedure?.steps.find((step) => step.id === id)?.title ??
    id
  );
}

/** Opens the first step whose evidence is missing. */
function showMissing(): void {
  document.querySelector<HTMLElement>('[data-step][data-bad=true]')?.click();
}

const isAction = (action: string): action is NextAction => action in ways;
