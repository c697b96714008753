import { format } from '../../web/format.ts';
import type { SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import css from './TippingChart.module.css';
import { tippingOf, type Tipping, type TippingPicture } from './tipping.ts';

const width = 560;
const height = 210;
const left = 26;
const right = 110;
const top = 22;
const bottom = 34;
const floor = height - bottom;
const end = width - right;
const y = (value: number) => top + (1 - value / 10) * (floor - top);

interface Drawn {
  picture: TippingPicture;
  x: (share: number) => number;
}

/**
 * Totals of all options as straight lines over the weight of one criterion, the others keeping their proportions; where the
 * lines cross, the decision tips. Below: the weight that each member gives it.
 */
export function TippingChart({ sale, criterion }: { sale: SaleDetail; criterion: string }) {
  const picture = tippingOf(sale, criterion);
  if (!picture) return null;
  const { name, tipping } = picture;
  const sentence = verdictText(tipping);
  const drawn = { picture, x: (share: number) => left + (share / picture.most) * (end - left) };
  return (
    <figure className={css.tipping}>
      <figcaption>
        <b>{t('matrix.more weight', { criterion: name })}</b>{' '}
        <span>{picture.members.length > 0 ? t('matrix.dots') : sentence}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('matrix.chart', { criterion: name, tipping: sentence })}
      >
        <Grid />
        <Losing {...drawn} sentence={sentence} />
        <Options {...drawn} />
        <line
          x1={drawn.x(tipping.share)}
          x2={drawn.x(tipping.share)}
          y1={top}
          y2={floor}
          stroke="var(--text-4)"
          strokeDasharray="2 3"
        />
        <Crossing {...drawn} />
        <Members {...drawn} />
        <text x={end + 6} y={floor + 4} className={css.axis}>
          {t('matrix.axis', { criterion: '' }).replace(/^, /, '')}
        </text>
      </svg>
    </figure>
  );
}

const Grid = () =>
  [0, 2, 4, 6, 8, 10].map((value) => (
    <g key={value}>
      <line
        x1={left}
        x2={end}
        y1={y(value)}
        y2={y(value)}
        stroke={value === 0 ? 'var(--line-strong)' : 'var(--grid)'}
      />
      <text x={left - 6} y={y(value) + 4} textAnchor="end" className={css.axis}>
        {value}
      </text>
    </g>
  ));

/** The weights at which ours is not first, and the verdict above. */
function Losing({ picture: { loses, crossing }, x, sentence }: Drawn & { sentence: string }) {
  const late = loses !== undefined && x(loses.from) > end / 2;
  return (
    <>
      {loses && (
        <>
          <rect
            x={x(loses.from)}
            y={top}
            width={Math.max(0, x(loses.to) - x(loses.from))}
            height={floor - top}
            fill="var(--alarm)"
            opacity="0.12"
          />
          <line x1={x(crossing ?? 0)} x2={x(crossing ?? 0)} y1={top} y2={floor} stroke="var(--alarm)" />
        </>
      )}
      <text
        x={loses ? x(loses.from) + (late ? -5 : 5) : left + 4}
        y={top - 7}
        textAnchor={late ? 'middle' : 'start'}
        className={css.verdict}
        data-bad={loses !== undefined}
      >
        {sentence}
      </text>
    </>
  );
}

function Options({ picture: { lines, most }, x }: Drawn) {
  const labels = spread(lines.map(({ option, at }) => ({ option, y: y(at(most)) })));
  return (
    <>
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
        <text key={option.id} x={end + 6} y={at + 4} className={css.lineName} data-ours={option.kind === 'ours'}>
          {option.name.length > 18 ? `${option.name.slice(0, 17)}…` : option.name}
        </text>
      ))}
    </>
  );
}

function Crossing({ picture: { crossing, lines }, x }: Drawn) {
  const ours = lines.find(({ option }) => option.kind === 'ours');
  if (crossing === null || !ours) return null;
  return (
    <circle
      cx={x(crossing)}
      cy={y(ours.at(crossing))}
      r="4"
      fill="var(--canvas)"
      stroke="var(--alarm)"
      strokeWidth="1.6"
    />
  );
}

function Members({ picture: { members, loses }, x }: Drawn) {
  return members
    .toSorted((a, b) => a.share - b.share)
    .map((member, i) => {
      const lost = loses !== undefined && member.share >= loses.from && member.share <= loses.to;
      return (
        <g key={member.name}>
          <circle cx={x(member.share)} cy={floor} r="3" fill={lost ? 'var(--alarm)' : 'var(--text-2)'} />
          <text
            x={x(member.share)}
            y={floor + (i % 2 === 0 ? 13 : 25)}
            textAnchor="middle"
            className={css.dotName}
            data-bad={lost}
          >
            {member.name} {format.number(member.share * 100)}
          </text>
        </g>
      );
    });
}

function verdictText({ losesAbove, losesBelow, leadsFrom, leadsTo, share }: Tipping): string {
  if (losesAbove !== null) return t('matrix.lose above', { share: format.percent(losesAbove) });
  if (losesBelow !== null) return t('matrix.lose below', { share: format.percent(losesBelow) });
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
