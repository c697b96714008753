import { format } from '../../web/format.ts';
import { decisionMatrixOf } from '../judge.ts';
import { teamScores } from '../decisionMatrix.ts';
import type { SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import css from './sale.module.css';

const width = 560;
const height = 210;
const left = 26;
const right = 110;
const top = 22;
const bottom = 34;

/**
 * Totals of all options as straight lines over the weight of one criterion, the others keeping their proportions; where the
 * lines cross, the decision tips. Below: the weight that each member gives it.
 */
export function TippingChart({ sale, criterion }: { sale: SaleDetail; criterion: string }) {
  const content = sale.matrix?.matrix;
  const tipping = sale.reading?.sensitivity.find((each) => each.criterion === criterion);
  const named = content?.criteria.find((each) => each.id === criterion);
  if (!content || !tipping || !named) return null;
  const table = teamScores(decisionMatrixOf(content, sale.team));
  const lines = content.options.flatMap((option) => {
    const here = table.get(criterion)?.get(option.id);
    const others = content.criteria.filter((each) => each.id !== criterion && table.get(each.id)?.has(option.id));
    const weight = others.reduce((sum, each) => sum + each.weight, 0);
    if (here === undefined || weight === 0) return [];
    const rest =
      others.reduce((sum, each) => sum + each.weight * (table.get(each.id)?.get(option.id) ?? 0), 0) / weight;
    return [{ option, at: (share: number) => (1 - share) * rest + share * here }];
  });
  const members = sale.team.flatMap((member) => {
    const own = content.weights[member.id];
    const weightOf = (id: string, common: number) => own?.[id] ?? common;
    const all = content.criteria.reduce((sum, each) => sum + weightOf(each.id, each.weight), 0);
    return own && all > 0
      ? [{ name: member.name.split(' ').at(-1) ?? member.name, share: weightOf(criterion, named.weight) / all }]
      : [];
  });
  const crossing = tipping.losesAbove ?? tipping.losesBelow;
  const most = Math.min(
    1,
    Math.max(0.5, (crossing ?? 0) + 0.15, tipping.share + 0.15, ...members.map((member) => member.share + 0.08)),
  );
  const x = (share: number) => left + (share / most) * (width - left - right);
  const y = (value: number) => top + (1 - value / 10) * (height - top - bottom);
  const loses =
    tipping.losesAbove !== null
      ? {
          from: tipping.losesAbove,
          to: most,
          text: t('matrix.lose above', { share: format.percent(tipping.losesAbove) }),
        }
      : tipping.losesBelow !== null
        ? {
            from: 0,
            to: tipping.losesBelow,
            text: t('matrix.lose below', { share: format.percent(tipping.losesBelow) }),
          }
        : undefined;
  const sentence = loses?.text ?? leadText(tipping);
  const labels = spread(lines.map(({ option, at }) => ({ option, y: y(at(most)) })));
  const memberLabels = members.toSorted((a, b) => a.share - b.share);
  return (
    <figure className={css.tipping}>
      <figcaption>
        <b>{t('matrix.more weight', { criterion: named.name })}</b>{' '}
        <span>{members.length > 0 ? t('matrix.dots') : sentence}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('matrix.chart', { criterion: named.name, tipping: sentence })}
      >
        {[0, 2, 4, 6, 8, 10].map((value) => (
          <g key={value}>
            <line
              x1={left}
              x2={width - right}
              y1={y(value)}
              y2={y(value)}
              stroke={value === 0 ? 'var(--line-strong)' : 'var(--grid)'}
            />
            <text x={left - 6} y={y(value) + 4} textAnchor="end" className={css.axis}>
              {value}
            </text>
          </g>
        ))}
        {loses && (
          <>
            <rect
              x={x(loses.from)}
              y={top}
              width={Math.max(0, x(loses.to) - x(loses.from))}
              height={height - top - bottom}
              fill="var(--alarm)"
              opacity="0.12"
            />
            <line x1={x(crossing ?? 0)} x2={x(crossing ?? 0)} y1={top} y2={height - bottom} stroke="var(--alarm)" />
          </>
        )}
        <text
          x={loses ? (x(loses.from) > (width - right) / 2 ? x(loses.from) - 5 : x(loses.from) + 5) : left + 4}
          y={top - 7}
          textAnchor={loses && x(loses.from) > (width - right) / 2 ? 'middle' : 'start'}
          className={css.verdict}
          data-bad={loses !== undefined}
        >
          {sentence}
        </text>
        {lines.map(({ option, at }) => (
          <line
            key={option.id}
            x1={x(0)}
            x2={x(most)}
            y1={y(at(0))}
            y2={y(at(most))}
            stroke={
              option.kind === 'ours' ? 'var(--accent)' : option.kind === 'nothing' ? 'var(--text-4)' : 'var(--text-2)'
            }
            strokeWidth={option.kind === 'ours' ? 2.2 : 1.5}
          />
        ))}
        {labels.map(({ option, y: at }) => (
          <text
            key={option.id}
            x={width - right + 6}
            y={at + 4}
            className={css.lineName}
            data-ours={option.kind === 'ours'}
          >
            {option.name.length > 18 ? `${option.name.slice(0, 17)}…` : option.name}
          </text>
        ))}
        <line
          x1={x(tipping.share)}
          x2={x(tipping.share)}
          y1={top}
          y2={height - bottom}
          stroke="var(--text-4)"
          strokeDasharray="2 3"
        />
        {crossing !== null && lines.some(({ option }) => option.kind === 'ours') && (
          <circle
            cx={x(crossing)}
            cy={y(lines.find(({ option }) => option.kind === 'ours')!.at(crossing))}
            r="4"
            fill="var(--canvas)"
            stroke="var(--alarm)"
            strokeWidth="1.6"
          />
        )}
        {memberLabels.map((member, i) => {
          const lost = loses !== undefined && member.share >= loses.from && member.share <= loses.to;
          return (
            <g key={member.name}>
              <circle cx={x(member.share)} cy={height - bottom} r="3" fill={lost ? 'var(--alarm)' : 'var(--text-2)'} />
              <text
                x={x(member.share)}
                y={height - bottom + (i % 2 === 0 ? 13 : 25)}
                textAnchor="middle"
                className={css.dotName}
                data-bad={lost}
              >
                {member.name} {format.number(member.share * 100)}
              </text>
            </g>
          );
        })}
        <text x={width - right + 6} y={height - bottom + 4} className={css.axis}>
          {t('matrix.axis', { criterion: '' }).replace(/^, /, '')}
        </text>
      </svg>
    </figure>
  );
}

type Tipping = NonNullable<SaleDetail['reading']>['sensitivity'][number];

function leadText({ leadsFrom, leadsTo, share }: Tipping): string {
  if (leadsFrom !== null && leadsFrom > share) return t('matrix.lead from', { share: format.percent(leadsFrom) });
  if (leadsTo !== null && leadsTo < share) return t('matrix.lead to', { share: format.percent(leadsTo) });
  return t('matrix.never');
}

/** Labels at the line's ends, pushed apart so that each can be read. */
function spread<T extends { y: number }>(labels: T[]): T[] {
  const sorted = labels.toSorted((a, b) => a.y - b.y);
  sorted.forEach((label, i) => {
    const above = sorted[i - 1];
    if (above && label.y - above.y < 13) label.y = above.y + 13;
  });
  return sorted;
}
