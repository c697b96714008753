import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { purchaseContract } from '../../purchase/contract.ts';
import { momentContract, type MomentRecord, type OpeningRecord } from '../../usage/moment/contract.ts';
import { useAnswer } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { useMay } from '../../web/session.ts';
import { notify, notifyProblem } from '../../web/shell/toasts.ts';
import css from './moment.module.css';
import { signalText } from './phrases.ts';
import { t } from './momentMessages.ts';

export const useMoment = (accountId: string) =>
  useAnswer(
    momentContract.readMoment,
    { params: { id: accountId } },
    { meta: { hears: ['case', 'promise', 'touchpoint', 'asset', 'contract', 'order', 'handoff'], accountId } },
  ).data;

export const adviceText = (moment: MomentRecord): string => t(`advice.${moment.advice}`);
export const reasonsText = (moment: MomentRecord): string => {
  const text = moment.reasons.map(reasonText).join(' · ');
  return text.charAt(0).toLocaleUpperCase(format.locale) + text.slice(1);
};

/** Whether this is a moment to sell, with the reasons; red says repair, don't sell. `openings`: also which sales are possible. */
export function MomentCheck({ accountId, openings = false }: { accountId: string; openings?: boolean }) {
  const data = useMoment(accountId);
  if (!data) return null;
  return (
    <section className={css.moment} data-light={data.moment.light} aria-label={t(openings ? 'openings' : 'title')}>
      <MomentText moment={data.moment} />
      {openings && data.openings.length > 0 && (
        <Openings accountId={accountId} moment={data.moment} openings={data.openings} />
      )}
    </section>
  );
}

export function MomentText({ moment }: { moment: MomentRecord }) {
  return (
    <p className={css.line}>
      <span className={css.light} data-light={moment.light} aria-hidden="true" />
      <b>{adviceText(moment)}</b>
      <span className={css.reasons}>{reasonsText(moment)}</span>
    </p>
  );
}

export function Openings({
  accountId,
  moment,
  openings,
}: {
  accountId: string;
  moment: MomentRecord;
  openings: readonly OpeningRecord[];
}) {
  const maySell = useMay('opportunity:write');
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const begin = async (opening: OpeningRecord) => {
    setBusy(true);
    try {
      const name = openingText(opening);
      const made = await ask(purchaseContract.createOpportunity, {
        body: { name, accountId, kind: opening.kind, description: name },
      });
      notify(t('opened', { name }));
      void navigate({ to: '/opportunities/$id', params: { id: made.id } });
    } catch (error) {
      notifyProblem(problemText(error));
    }
    setBusy(false);
  };
  return (
    <ul className={css.openings}>
      {openings.map((opening, i) => (
        <li key={i}>
          <span className={css.kind}>{t(`kind.${opening.kind}`)}</span>
          <span className={css.what}>
            {openingText(opening)}
            {opening.offerings.length > 0 && <span className={css.quiet}> {format.list(opening.offerings)}</span>}
          </span>
          {maySell && moment.light !== 'red' && opening.reason !== 'referral' && (
            <Button size="xs" variant="default" loading={busy} onClick={() => void begin(opening)}>
              {t('open sale')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

const known = [
  'no consent',
  'bad dip',
  'severe case open',
  'case late',
  'cases open',
  'promise overdue',
  'several promises overdue',
  'expected dip',
  'invoice overdue',
  'handoff open',
  'first value not reached',
  'asked recently',
  'realized value',
  'nothing stands against it',
] as const;

function reasonText({ reason, evidence }: MomentRecord['reasons'][number]): string {
  const word = known.find((each) => each === reason);
  const text = word ? t(`reason.${word}`) : reason;
  return evidence ? `${text} (${reason === 'bad dip' ? signalText(evidence, 1) : evidence})` : text;
}

export function openingText({ reason, what, figure }: OpeningRecord): string {
  switch (reason) {
    case 'warranty ends':
    case 'no contract':
      return t(`opening.${reason}`, { what, when: typeof figure === 'string' ? format.date(figure, 'dayYear') : '' });
    case 'old':
      return t('opening.old', { what, count: Number(figure) });
    case 'used more':
      return t('opening.used more', { what, percent: format.percent(Number(figure) / 100) });
    case 'reorder due':
      return t('opening.reorder due', { count: Number(figure) });
    case 'goes with':
    case 'other unit':
      return t(`opening.${reason}`, { what });
    default:
      return t('opening.referral');
  }
}
