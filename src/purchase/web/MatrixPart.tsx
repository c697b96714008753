import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { format } from '../../web/format.ts';
import type { SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import { MatrixEditor } from './MatrixEditor.tsx';
import { MatrixVersions } from './MatrixVersions.tsx';
import css from './sale.module.css';
import { TippingChart } from './TippingChart.tsx';

interface MatrixPartProps {
  sale: SaleDetail;
  /** Makes a next step of what the weakest row asks for. */
  onPlan: (step: string) => void;
}

/** How they decide: criteria by option with evidence, the totals, where it tips, where they disagree, and the row to work on. */
export function MatrixPart({ sale, onPlan }: MatrixPartProps) {
  const [editing, setEditing] = useState(false);
  const [comparing, setComparing] = useState(false);
  const [whose, setWhose] = useState('together');
  const [chosen, setChosen] = useState<string>();
  const { matrix: stored, reading } = sale;
  const begin = (
    <Button size="xs" variant="default" disabled={sale.team.length === 0} onClick={() => setEditing(true)}>
      {t('matrix.begin')}
    </Button>
  );
  if (!stored || !reading)
    return (
      <section>
        <div className={css.partHead}>
          <h2>{t('matrix.title')}</h2>
        </div>
        <p className={css.quiet}>{t('matrix.empty')}</p>
        {sale.mayChange && (
          <div className={css.buttons}>
            {begin}
            {sale.team.length === 0 && <span className={css.quiet}>{t('matrix.needs team')}</span>}
          </div>
        )}
        {editing && <MatrixEditor sale={sale} onClose={() => setEditing(false)} />}
      </section>
    );
  const { matrix } = stored;
  const member = reading.perMember.find((each) => each.member === whose);
  const totals = member?.totals ?? reading.totals;
  const weights = member ? (matrix.weights[member.member] ?? {}) : {};
  const weightOf = (id: string, common: number) => weights[id] ?? common;
  const all = matrix.criteria.reduce((sum, criterion) => sum + weightOf(criterion.id, criterion.weight), 0) || 1;
  const influence = new Map(sale.team.map((each) => [each.id, each.influence]));
  const voices = matrix.scores.filter((score) =>
    member ? score.member === member.member : (influence.get(score.member) ?? 0) > 0,
  );
  const cellOf = (criterion: string, option: string) => {
    const scores = voices.filter((score) => score.criterion === criterion && score.option === option);
    const weight = (id: string) => (member ? 1 : (influence.get(id) ?? 0));
    const sum = scores.reduce((total, score) => total + weight(score.member), 0);
    return {
      score: sum > 0 ? scores.reduce((total, score) => total + weight(score.member) * score.score, 0) / sum : null,
      evidence: scores.flatMap((score) => score.evidence ?? []),
    };
  };
  const nameOf = (id: string | null) => sale.team.find((each) => each.id === id)?.name ?? '';
  const widest = reading.disagreement.filter((each) => each.spread > 0).toSorted((a, b) => b.spread - a.spread)[0];
  const scorers = new Set(matrix.scores.map((score) => score.member)).size;
  const tipping = reading.sensitivity;
  const criterion = chosen ?? closest(tipping)?.criterion ?? matrix.criteria[0]?.id;
  return (
    <section>
      <div className={css.partHead}>
        <h2>{t('matrix.title')}</h2>
        <span>{t('matrix.about', { version: stored.version, when: format.date(stored.at), count: scorers })}</span>
        <Select
          size="xs"
          variant="unstyled"
          aria-label={t('matrix.whose')}
          allowDeselect={false}
          w={130}
          data={[
            { value: 'together', label: t('matrix.together') },
            ...sale.team.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={whose}
          onChange={(value) => setWhose(value ?? 'together')}
        />
        {stored.version > 1 && (
          <button type="button" className={css.link} onClick={() => setComparing(true)}>
            {t('matrix.versions')}
          </button>
        )}
        {sale.mayChange && (
          <button type="button" className={css.link} onClick={() => setEditing(true)}>
            {t('matrix.edit')}
          </button>
        )}
      </div>
      <div className={css.scroll} role="region" aria-label={t('matrix.title')} tabIndex={0}>
        <table className={css.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('matrix.criterion')}</th>
              <th scope="col">{t('matrix.weight')}</th>
              {matrix.options.map((option) => (
                <th key={option.id} scope="col" data-ours={option.kind === 'ours'}>
                  {option.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.criteria.map((row) => {
              const share = weightOf(row.id, row.weight) / all;
              const cells = matrix.options.map((option) => cellOf(row.id, option.id));
              const best = Math.max(...cells.map((cell) => cell.score ?? -1));
              return (
                <tr key={row.id} data-chosen={row.id === criterion}>
                  <th scope="row">
                    <button type="button" className={css.plainLink} onClick={() => setChosen(row.id)}>
                      {row.name}
                    </button>
                    {row.gate !== null && <span className={css.must}>{t('matrix.must')}</span>}
                    {nameOf(row.whose) && <small className={css.state}>{t('matrix.whose is', { name: nameOf(row.whose) })}</small>}
                  </th>
                  <td className={css.weight}>
                    {format.percent(share)}
                    <i style={{ width: `${share * 120}px` }} />
                  </td>
                  {matrix.options.map((option, i) => {
                    const cell = cells[i]!;
                    return (
                      <td key={option.id} data-best={cell.score !== null && cell.score === best}>
                        {cell.score === null ? '–' : format.number(cell.score, 1, 0)}
                        {cell.score !== null && (
                          <span
                            className={css.pieces}
                            data-none={cell.evidence.length === 0}
                            title={cell.evidence.join('\n')}
                            role="img"
                            aria-label={
                              cell.evidence.length === 0
                                ? t('matrix.no evidence')
                                : `${t('matrix.evidence', { count: cell.evidence.length })}: ${cell.evidence.join('; ')}`
                            }
                          >
                            {'•'.repeat(Math.min(3, cell.evidence.length))}
                          </span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('matrix.total')}</th>
              <td className={css.quiet}>{t('matrix.of ten')}</td>
              {matrix.options.map((option) => {
                const total = totals.find((each) => each.option === option.id);
                return (
                  <td key={option.id} data-ours={option.kind === 'ours'}>
                    {total?.total == null ? '–' : format.number(total.total, 2)}
                    {(total?.failedGates.length ?? 0) > 0 && <span className={css.fails}>{t('matrix.fails')}</span>}
                  </td>
                );
              })}
            </tr>
          </tfoot>
        </table>
      </div>
      {reading.weakest && (
        <p className={css.advice}>
          {weakestText(sale)}{' '}
          {sale.mayChange && sale.account && (
            <button type="button" className={css.link} onClick={() => onPlan(weakestStep(sale))}>
              {t('matrix.plan')}
            </button>
          )}
        </p>
      )}
      {widest && (
        <p className={css.advice}>
          {t('matrix.disagree', {
            criterion: matrix.criteria.find((each) => each.id === widest.criterion)?.name ?? '',
            spread: format.number(widest.spread, 1, 0),
            lowest: nameOf(widest.lowest),
            highest: nameOf(widest.highest),
          })}
        </p>
      )}
      {criterion !== undefined && tipping.length > 0 && <TippingChart sale={sale} criterion={criterion} />}
      {comparing && <MatrixVersions sale={sale} onClose={() => setComparing(false)} />}
      {editing && <MatrixEditor sale={sale} onClose={() => setEditing(false)} />}
    </section>
  );
}

type Tipping = NonNullable<SaleDetail['reading']>['sensitivity'][number];

/** The criterion on which the decision tips with the smallest change of weight. */
function closest(all: readonly Tipping[]): Tipping | undefined {
  const distance = ({ share, losesAbove, losesBelow, leadsFrom, leadsTo }: Tipping) =>
    Math.min(
      ...[losesAbove, losesBelow, leadsFrom, leadsTo]
        .filter((at) => at !== null && at > 0 && at < 1)
        .map((at) => Math.abs((at ?? 9) - share)),
      9,
    );
  return all.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** What to do about the weakest row, as a next step. */
function weakestStep(sale: SaleDetail): string {
  const weakest = sale.reading?.weakest;
  const criterion = sale.matrix?.matrix.criteria.find((each) => each.id === weakest?.criterion)?.name ?? '';
  const next = matrixSteps.find((each) => each === weakest?.next);
  return next ? t(`matrix.do.${next}`, { criterion }) : criterion;
}

const matrixSteps = ['pass the gate', 'get scores', 'close the gap', 'get evidence', 'settle the disagreement', 'hold'] as const;

function weakestText(sale: SaleDetail): string {
  const weakest = sale.reading?.weakest;
  if (!weakest) return '';
  const criterion = sale.matrix?.matrix.criteria.find((each) => each.id === weakest.criterion)?.name ?? '';
  switch (weakest.next) {
    case 'close the gap':
      return t('matrix.weakest.close the gap', { criterion, cost: format.number(weakest.cost, 2) });
    case 'pass the gate':
    case 'get scores':
    case 'get evidence':
    case 'settle the disagreement':
    case 'hold':
      return t(`matrix.weakest.${weakest.next}`, { criterion });
    default:
      return criterion;
  }
}
