import { useEffect, type ReactNode } from 'react';
import { canonicalLevel } from '../../web/kit/curve.ts';
import { t as web } from '../../web/messages/en.ts';
import { CurveMark } from '../../web/shell/CurveMark.tsx';
import { positions, type Position } from '../../relationship/vocabulary.ts';
import css from './Door.module.css';
import { t } from './doorMessages.ts';

/** A screen before one is inside: the matter on one side, on a wide screen the cycle on the other. */
export function Door({
  title,
  intro,
  wide = false,
  children,
}: {
  title: string;
  intro?: string;
  wide?: boolean;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · ${web('app.name')}`;
  }, [title]);
  return (
    <div className={css.door}>
      <main className={css.side}>
        <p className={css.brand}>
          <CurveMark size={20} />
          {web('app.name')}
        </p>
        <div className={css.content} data-wide={wide}>
          <h1 className={css.title}>{title}</h1>
          {intro !== undefined && <p className={css.intro}>{intro}</p>}
          <div className={css.body}>{children}</div>
        </div>
      </main>
      <Picture />
    </div>
  );
}

const size = { width: 760, height: 300, top: 24, floor: 262 };
const x = (at: number) => 20 + (at / 5) * (size.width - 40);
/** A picture, not a measurement: a little rounder than the curve itself. */
const rounded = (at: number) => [-0.12, -0.06, 0, 0.06, 0.12].reduce((sum, by) => sum + canonicalLevel(at + by), 0) / 5;
const y = (at: number) => size.floor - (rounded(at) / 100) * (size.floor - size.top);
const curve = Array.from(
  { length: 151 },
  (_, i) => `${i === 0 ? 'M' : 'L'}${x(i / 30).toFixed(1)} ${y(i / 30).toFixed(1)}`,
).join('');
const places: Record<Position, number> = {
  skepticism: 0.4,
  peak: 1.5,
  disillusionment: 2.6,
  enlightenment: 3.45,
  realized: 4.5,
};

/** The canonical curve with its five positions, for the eye only. */
function Picture() {
  return (
    <div className={css.picture} aria-hidden="true">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} fill="none">
        {[1, 2, 3, 4].map((zone) => (
          <line key={zone} x1={x(zone)} x2={x(zone)} y1={size.top} y2={size.floor} stroke="var(--line)" />
        ))}
        <line x1={x(0)} x2={x(5)} y1={size.floor + 6} y2={size.floor + 6} stroke="var(--line-strong)" />
        <path d={curve} stroke="var(--text-4)" strokeWidth="2" strokeLinejoin="round" />
        {positions.map((position) => (
          <g key={position}>
            <circle
              cx={x(places[position])}
              cy={y(places[position])}
              r="8"
              fill={`var(--position-${position})`}
              stroke="var(--rail)"
              strokeWidth="3"
            />
            <text
              x={x(positions.indexOf(position) + 0.5)}
              y={size.floor + 28}
              textAnchor="middle"
              fontSize="14"
              fill="var(--text-2)"
            >
              {web(`position.${position}`)}
            </text>
          </g>
        ))}
      </svg>
      <p className={css.line}>{t('picture.line')}</p>
    </div>
  );
}
