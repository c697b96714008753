import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { format } from '../../web/format.ts';
import type { SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import { MatrixEditor } from './MatrixEditor.tsx';
import { MatrixTable } from './MatrixTable.tsx';
import { MatrixVersions } from './MatrixVersions.tsx';
import { seenBy, type Decided } from './matrixView.ts';
import css from './sale.module.css';
import matrixCss from './matrix.module.css';
import { closest } from './tipping.ts';
import { TippingChart } from './TippingChart.tsx';

interface MatrixPartProps {
  sale: SaleDetail;
  /** Makes a next step of what the weakest row asks for. */
  onPlan: (step: string) => void;
}

/** How they decide: criteria by option with evidence, the totals, where it tips, where they disagree, and the row to work on. */
export function MatrixPart({ sale, onPlan }: MatrixPartProps) {
  const [editing, setEditing] = useState(false);
  const edit = () => setEditing(true);
  const { matrix, reading } = sale;
  return (
    <section>
      {matrix && reading ? (
        <Matrix sale={{ ...sale, matrix, reading }} onEdit={edit} onPlan={onPlan} />
      ) : (
        <NoMatrix sale={sale} onBegin={edit} />
      )}
      {editing && <MatrixEditor sale={sale} onClose={() => setEditing(false)} />}
    </section>
  );
}

function NoMatrix({ sale, onBegin }: { sale: SaleDetail; onBegin: () => void }) {
  return (
    <>
      <div className={css.partHead}>
        <h2>{t('matrix.title')}</h2>
      </div>
      <p className={css.quiet}>{t('matrix.empty')}</p>
      {sale.mayChange && (
        <div className={css.buttons}>
          <Button size="xs" variant="default" disabled={sale.team.length === 0} onClick={onBegin}>
            {t('matrix.begin')}
          </Button>
          {sale.team.length === 0 && <span className={css.quiet}>{t('matrix.needs team')}</span>}
        </div>
      )}
    </>
  );
}

function Matrix({ sale, onEdit, onPlan }: { sale: Decided; onEdit: () => void; onPlan: MatrixPartProps['onPlan'] }) {
  const [whose, setWhose] = useState('together');
  const [chosen, setChosen] = useState<string>();
  const tipping = sale.reading.sensitivity;
  const criterion = chosen ?? closest(tipping)?.criterion ?? sale.matrix.matrix.criteria[0]?.id;
  return (
    <>
      <MatrixHead sale={sale} whose={whose} onWhose={setWhose} onEdit={onEdit} />
      <MatrixTable sale={sale} view={seenBy(sale, whose)} chosen={criterion} onChoose={setChosen} />
      <WeakestRow sale={sale} onPlan={onPlan} />
      <WidestSplit sale={sale} />
      {criterion !== undefined && tipping.length > 0 && <TippingChart sale={sale} criterion={criterion} />}
    </>
  );
}

interface MatrixHeadProps {
  sale: Decided;
  whose: string;
  onWhose: (whose: string) => void;
  onEdit: () => void;
}

/** Which version it is and whose view of it is shown. */
function MatrixHead({ sale, whose, onWhose, onEdit }: MatrixHeadProps) {
  const [comparing, setComparing] = useState(false);
  const { version, at, matrix } = sale.matrix;
  const scorers = new Set(matrix.scores.map((score) => score.member)).size;
  return (
    <div className={css.partHead}>
      <h2>{t('matrix.title')}</h2>
      <span>{t('matrix.about', { version, when: format.date(at), count: scorers })}</span>
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
        onChange={(value) => onWhose(value ?? 'together')}
      />
      {version > 1 && (
        <button type="button" className={css.link} onClick={() => setComparing(true)}>
          {t('matrix.versions')}
        </button>
      )}
      {sale.mayChange && (
        <button type="button" className={css.link} onClick={onEdit}>
          {t('matrix.edit')}
        </button>
      )}
      {comparing && <MatrixVersions sale={sale} onClose={() => setComparing(false)} />}
    </div>
  );
}

function WeakestRow({ sale, onPlan }: { sale: Decided; onPlan: MatrixPartProps['onPlan'] }) {
  if (!sale.reading.weakest) return null;
  return (
    <p className={matrixCss.advice}>
      {weakestText(sale)}{' '}
      {sale.mayChange && sale.account && (
        <button type="button" className={css.link} onClick={() => onPlan(weakestStep(sale))}>
          {t('matrix.plan')}
        </button>
      )}
    </p>
  );
}

/** The criterion that they judge most differently. */
function WidestSplit({ sale }: { sale: Decided }) {
  const widest = sale.reading.disagreement.filter((each) => each.spread > 0).toSorted((a, b) => b.spread - a.spread)[0];
  if (!widest) return null;
  const nameOf = (id: string | null) => sale.team.find((each) => each.id === id)?.name ?? '';
  return (
    <p className={matrixCss.advice}>
      {t('matrix.disagree', {
        criterion: sale.matrix.matrix.criteria.find((each) => each.id === widest.criterion)?.name ?? '',
        spread: format.number(widest.spread, 1, 0),
        lowest: nameOf(widest.lowest),
        highest: nameOf(widest.highest),
      })}
    </p>
  );
}

/** What to do about the weakest row, as a next step. */
function weakestStep(sale: SaleDetail): string {
  const weakest = sale.reading?.weakest;
  const criterion = sale.matrix?.matrix.criteria.find((each) => each.id === weakest?.criterion)?.name ?? '';
  const next = matrixSteps.find((each) => each === weakest?.next);
  return next ? t(`matrix.do.${next}`, { criterion }) : criterion;
}

const matrixSteps = [
  'pass the gate',
  'get scores',
  'close the gap',
  'get evidence',
  'settle the disagreement',
  'hold',
] as const;

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
