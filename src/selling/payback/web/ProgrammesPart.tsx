import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAnswer, useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { paybackContract as api, type Programme } from '../contract.ts';
import { called, change } from './change.ts';
import { t } from './messages.ts';

const meta = { hears: ['programme'] };
export const useProgrammeCurrency = () =>
  useAnswer(api.listProgrammes, { query: { limit: '1' } }, { meta }).data?.currency ?? 'EUR';

/** Every programme with what it cost and whether it paid for itself. */
export function ProgrammesPart({ add }: { add?: ReactNode }) {
  const { rows, hasMore, onMore, loading, problem } = useRows(api.listProgrammes, undefined, { meta });
  const currency = useProgrammeCurrency();
  if (problem) return <QueryProblem error={problem} />;
  if (rows.length === 0)
    return loading ? <RowsSkeleton rows={4} height={47} /> : <EmptyState sentence={t('empty')} action={add} />;
  return (
    <Part title={t('programmes.title')} report={{ report: 'training-programmes' }}>
      <Table
        label={t('programme')}
        head={[t('programme'), t('change'), t('payback'), t('cost'), t('trained'), t('waiting')]}
      >
        {rows.map((row) => (
          <Row key={row.id} row={row} currency={currency} />
        ))}
      </Table>
      {hasMore && (
        <Button variant="default" onClick={onMore} loading={loading}>
          {t('programmes.more')}
        </Button>
      )}
    </Part>
  );
}

function Row({ row, currency }: { row: Programme; currency: string }) {
  const { verdict } = row;
  return (
    <tr>
      <th scope="row" data-words>
        <Link to="/selling/training/$id" params={{ id: row.id }}>
          {row.name}
        </Link>
        <span className={css.second}>{t(`outcome.${row.outcome}`)}</span>
      </th>
      <td>
        {verdict === null ? (
          <span className={css.quiet}>{t('no report')}</span>
        ) : verdict.estimate === null || verdict.low === null || verdict.high === null ? (
          t('word.not shown')
        ) : (
          <Change estimate={verdict.estimate} between={{ low: verdict.low, high: verdict.high }} word={verdict.word} />
        )}
      </td>
      <td>
        {verdict?.paybackMonth != null
          ? t('in month', { month: verdict.paybackMonth })
          : verdict
            ? t('word.not shown').toLowerCase()
            : ''}
        {verdict?.probabilityWithin12 != null && (
          <span className={css.second}>
            {t('within a year', { share: format.percent(verdict.probabilityWithin12) })}
          </span>
        )}
      </td>
      <td>{format.moneyShort(Number(row.cost), currency)}</td>
      <td>{format.number(row.trained)}</td>
      <td>{format.number(row.waiting)}</td>
    </tr>
  );
}

interface ChangeProps {
  estimate: number;
  between: { low: number; high: number };
  word: NonNullable<Programme['verdict']>['word'];
}

function Change({ estimate, between, word }: ChangeProps) {
  return (
    <>
      {change(estimate, between)} · {called(between, word)}
      <span className={css.second}>
        {t('per 100', { low: change(between.low, between), high: change(between.high, between) })}
      </span>
    </>
  );
}
