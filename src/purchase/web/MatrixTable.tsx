import { format } from '../../web/format.ts';
import { t } from './messages.ts';
import type { Cell, Decided, MatrixView } from './matrixView.ts';
import css from './sale.module.css';
import matrixCss from './matrix.module.css';

interface MatrixTableProps {
  sale: Decided;
  view: MatrixView;
  /** The criterion whose weight is moved below. */
  chosen: string | undefined;
  onChoose: (criterion: string) => void;
}

export function MatrixTable({ sale, view, chosen, onChoose }: MatrixTableProps) {
  const { matrix } = sale.matrix;
  return (
    <div className={css.scroll} role="region" aria-label={t('matrix.title')} tabIndex={0}>
      <table className={matrixCss.matrix}>
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
          {matrix.criteria.map((row) => (
            <CriterionRow
              key={row.id}
              row={row}
              sale={sale}
              view={view}
              chosen={row.id === chosen}
              onChoose={() => onChoose(row.id)}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('matrix.total')}</th>
            <td className={css.quiet}>{t('matrix.of ten')}</td>
            {matrix.options.map((option) => {
              const total = view.totals.find((each) => each.option === option.id);
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
  );
}

interface CriterionRowProps {
  row: Decided['matrix']['matrix']['criteria'][number];
  sale: Decided;
  view: MatrixView;
  chosen: boolean;
  onChoose: () => void;
}

function CriterionRow({ row, sale, view, chosen, onChoose }: CriterionRowProps) {
  const share = view.shareOf(row);
  const cells = sale.matrix.matrix.options.map((option) => ({ option: option.id, ...view.cellOf(row.id, option.id) }));
  const best = Math.max(...cells.map((cell) => cell.score ?? -1));
  const wanting = sale.team.find((each) => each.id === row.whose)?.name;
  return (
    <tr data-chosen={chosen}>
      <th scope="row">
        <button type="button" className={matrixCss.plainLink} onClick={onChoose}>
          {row.name}
        </button>
        {row.gate !== null && <span className={matrixCss.must}>{t('matrix.must')}</span>}
        {wanting && <small className={matrixCss.state}>{t('matrix.whose is', { name: wanting })}</small>}
      </th>
      <td className={matrixCss.weight}>
        {format.percent(share)}
        <i style={{ width: `${share * 120}px` }} />
      </td>
      {cells.map(({ option, score, evidence }) => (
        <td key={option} data-best={score !== null && score === best}>
          {score === null ? '–' : format.number(score, 1, 0)}
          {score !== null && <Pieces evidence={evidence} />}
        </td>
      ))}
    </tr>
  );
}

/** A dot for each piece of evidence behind a score, three at the most. */
function Pieces({ evidence }: Pick<Cell, 'evidence'>) {
  const none = evidence.length === 0;
  return (
    <span
      className={matrixCss.pieces}
      data-none={none}
      title={evidence.join('\n')}
      role="img"
      aria-label={
        none ? t('matrix.no evidence') : `${t('matrix.evidence', { count: evidence.length })}: ${evidence.join('; ')}`
      }
    >
      {'•'.repeat(Math.min(3, evidence.length))}
    </span>
  );
}
