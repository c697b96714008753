import { Button } from '@mantine/core';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { format } from '../../web/format.ts';
import type { CurveRecord } from '../contract.ts';
import css from './account.module.css';
import { t } from './accountMessages.ts';

interface ReplayBarProps {
  curve: CurveRecord;
  asOf: string;
  /** Undefined goes back to today. */
  onAsOf: (asOf: string | undefined) => void;
}

const dayLength = 86_400_000;

/** Winds the relationship back: what was known on a day, and nothing that was learnt later. */
export function ReplayBar({ curve, asOf, onAsOf }: ReplayBarProps) {
  const [today] = useState(() => Date.now());
  const first = curve.phaseRibbon[0] ? Date.parse(curve.phaseRibbon[0].from) : today - 365 * dayLength;
  const days = Math.max(1, Math.ceil((today - first) / dayLength));
  const at = Math.round((Date.parse(asOf) - first) / dayLength);
  const go = (day: number) => {
    const bounded = Math.max(1, Math.min(days, day));
    onAsOf(bounded >= days ? undefined : new Date(first + bounded * dayLength).toISOString());
  };
  return (
    <div className={css.replay} role="group" aria-label={t('replay.title')}>
      <b>{t('replay.as of', { date: format.date(asOf, 'full') })}</b>
      <button type="button" className={css.icon} aria-label={t('replay.back')} onClick={() => go(at - 30)}>
        <ChevronLeft size={16} aria-hidden="true" />
      </button>
      <input
        type="range"
        min={1}
        max={days}
        value={at}
        aria-label={t('replay.day')}
        aria-valuetext={format.date(asOf, 'full')}
        onChange={(event) => go(Number(event.currentTarget.value))}
      />
      <button type="button" className={css.icon} aria-label={t('replay.forward')} onClick={() => go(at + 30)}>
        <ChevronRight size={16} aria-hidden="true" />
      </button>
      <span className={css.quiet}>{t('replay.hint')}</span>
      <Button variant="default" onClick={() => onAsOf(undefined)}>
        {t('replay.now')}
      </Button>
    </div>
  );
}
