import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { today } from '../../web/kit/days.ts';
import type { View } from '../../web/kit/view.ts';
import { useMay } from '../../web/session.ts';
import type { Elsewhere } from '../contract.ts';
import { periodBeside, type AskedPeriod } from '../period.ts';
import css from './insight.module.css';
import { t } from './messages.ts';
import { periodWords, shortSpan, usualPeriod } from './period.ts';

interface NothingThenProps {
  what: 'decided' | 'opened' | 'touched' | 'campaign';
  asked: AskedPeriod;
  elsewhere: Elsewhere;
  onView: (change: View) => void;
}

/** A period that holds nothing: when there was something, one click away; or what to do where there never was. */
export function NothingThen({ what, asked, elsewhere, onView }: NothingThenProps) {
  const mayImport = useMay('import:write');
  const { before, after } = elsewhere ?? { before: null, after: null };
  const day = before ?? after;
  if (day === null)
    return (
      <EmptyState
        sentence={t(`never.${what}`)}
        action={
          what === 'campaign' ? (
            <Link to="/shopping">{t('never.shopping')}</Link>
          ) : (
            mayImport && <Link to="/import">{t('never.import')}</Link>
          )
        }
      />
    );
  const there = periodBeside(asked, { day, is: before === null ? 'first' : 'last' }, today());
  const when = [
    before && t(`last.${what}`, { date: format.date(before, 'full') }),
    after && t(`next.${what}`, { date: format.date(after, 'full') }),
  ];
  return (
    <EmptyState
      sentence={[t(`nothing.${what}`, { period: periodWords(asked) }), ...when].filter(Boolean).join(' ')}
      action={
        <span className={css.there}>
          <Button variant="default" onClick={() => onView({ ...usualPeriod, ...there })}>
            {t('there.show', { period: shortSpan(there) })}
          </Button>
          <Button variant="subtle" onClick={() => onView({ ...usualPeriod, days: 'all' })}>
            {t('there.all')}
          </Button>
        </span>
      }
    />
  );
}
