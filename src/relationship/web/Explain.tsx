import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AccountDetail } from '../../people/contract.ts';
import { format } from '../../web/format.ts';
import { Dialog } from '../../web/kit/Dialog.tsx';
import { t as web } from '../../web/messages/en.ts';
import type { CurveRecord } from '../contract.ts';
import { positions } from '../vocabulary.ts';
import css from './account.module.css';
import { t } from './accountMessages.ts';
import { movedBetween } from './lines.ts';
import { MovedTable } from './MovedTable.tsx';
import { OverrideForm } from './OverrideForm.tsx';
import { dayInSentence } from './phrases.ts';

export type Explained = 'trust' | 'interest' | 'position';

interface ExplainProps {
  what: Explained;
  account: AccountDetail;
  curve: CurveRecord;
  mayChange: boolean;
  onClose: () => void;
}

/** Where a derived number comes from: its parts, how sure it is, the model and the date. */
export function Explain({ what, account, curve, mayChange, onClose }: ExplainProps) {
  const title =
    what === 'position'
      ? t('explain.position')
      : t('explain.line', { line: web(`line.${what}`).toLocaleLowerCase(format.locale) });
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <div className={css.explain}>
        {what === 'position' ? (
          <PositionParts account={account} curve={curve} mayChange={mayChange} onClose={onClose} />
        ) : (
          <LineParts line={what} curve={curve} />
        )}
        <Sureness curve={curve} />
        <p className={css.source}>
          {t('explain.model', {
            version: curve.standing.modelVersion,
            count: curve.standing.touchpoints,
            date: format.date(curve.asOf, 'full'),
          })}
        </p>
      </div>
    </Dialog>
  );
}

function LineParts({ line, curve }: { line: 'trust' | 'interest'; curve: CurveRecord }) {
  const { value, low, high } = curve.standing[line];
  const days = curve.standing.changeDays;
  const from = Date.parse(curve.asOf) - days * 86_400_000;
  return (
    <>
      <p>
        {t('explain.level', {
          value: format.number(value),
          low: format.number(low),
          high: format.number(high),
        })}
      </p>
      <MovedTable moved={movedBetween(curve, from, curve.asOf)} title={t('explain.moved', { count: days })} most={10} />
    </>
  );
}

function PositionParts({ account, curve, mayChange, onClose }: Omit<ExplainProps, 'what'>) {
  const [setting, setSetting] = useState(false);
  const { override, probabilities } = curve.standing;
  return (
    <>
      <p className={css.quiet}>{t('explain.position why')}</p>
      <ul className={css.bars}>
        {positions.map((position) => (
          <li key={position}>
            <span>{web(`position.${position}`)}</span>
            <span className={css.bar}>
              <span style={{ width: `${probabilities[position] * 100}%`, background: `var(--position-${position})` }} />
            </span>
            <b>{format.percent(probabilities[position])}</b>
          </li>
        ))}
      </ul>
      {override && (
        <p>
          {t('explain.set by', {
            who: override.memberName,
            position: web(`position.${override.position}`),
            date: format.date(override.at, 'full'),
            reason: override.reason,
          })}
        </p>
      )}
      {setting && <OverrideForm account={account} standing={curve.standing} onDone={onClose} />}
      {!setting && mayChange && (
        <Button variant="default" onClick={() => setSetting(true)}>
          {t('explain.set')}
        </Button>
      )}
    </>
  );
}

function Sureness({ curve }: { curve: CurveRecord }) {
  const { grade, weakest, connected, possible } = curve.standing.confidence;
  const { lastTouchAt } = curve.standing;
  const when = lastTouchAt === null ? t('explain.never') : dayInSentence(lastTouchAt, curve.asOf);
  return (
    <section>
      <h3 className={css.heading}>{t('explain.confidence', { grade: t(`explain.grade.${grade}`) })}</h3>
      <p className={css.quiet}>
        {weakest === 'channels' && t('explain.weakest.channels', { connected, possible })}
        {weakest === 'recency' && t('explain.weakest.recency', { when })}
        {weakest === 'certainty' && t('explain.weakest.certainty')}
      </p>
    </section>
  );
}
