import type { Answer } from '../../../platform/contract.ts';
import { Mark } from '../../../web/charts/Mark.tsx';
import { format } from '../../../web/format.ts';
import css from '../../web/space.module.css';
import type { leadershipContract as api } from '../contract.ts';
import type { ChangeKind } from '../review.ts';
import { t } from './messages.ts';

const parts = ['entered', 'grew', 'shrank', 'won', 'lost', 'left'] as const;
const width = 720;
const height = 150;
const top = 22;
const bottom = 34;

type BridgePart = (typeof parts)[number];

interface BridgePictureProps {
  review: Answer<typeof api.reviewPipeline>;
  /** The step whose sales alone are listed below. */
  only: ChangeKind | undefined;
  onOnly: (part: BridgePart) => void;
}

/** From what was open then to what is open now, in the steps that lead there; each step opens its sales. */
export function BridgePicture({ review: { bridge, currency }, only, onOnly }: BridgePictureProps) {
  const money = (value: number) => format.moneyShort(value, currency);
  const shown = parts.filter((part) => bridge[part] !== 0);
  const steps = shown.map((part, i) => {
    const from = shown.slice(0, i).reduce((level, before) => level + bridge[before], bridge.start);
    return { part, from, to: from + bridge[part] };
  });
  const bars = [
    { part: 'start' as const, from: 0, to: bridge.start },
    ...steps,
    { part: 'now' as const, from: 0, to: bridge.now },
  ];
  const levels = bars.flatMap(({ from, to, part }) => (part === 'start' || part === 'now' ? [to] : [from, to]));
  const most = Math.max(1, ...levels);
  const least = Math.min(...levels);
  // Open sums are far larger than a week's changes: the axis begins below the lowest level, and the first and last bar say so by fading out.
  const floor = shown.length === 0 ? 0 : Math.max(0, least - (most - least) * 0.6);
  const y = (value: number) => top + ((most - Math.max(floor, value)) / (most - floor || 1)) * (height - top - bottom);
  const step = width / bars.length;
  return (
    <figure className={`${css.picture} ${css.wide}`} style={{ marginBottom: 14 }}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={t('bridge.aria', { start: money(bridge.start), now: money(bridge.now) })}
      >
        <defs>
          <linearGradient id="cut" x1="0" x2="0" y1="0" y2="1">
            <stop offset="55%" stopColor="var(--accent)" stopOpacity="0.85" />
            <stop offset="100%" stopColor="var(--accent)" stopOpacity={floor > 0 ? 0.1 : 0.85} />
          </linearGradient>
        </defs>
        {bars.map(({ part, from, to }, i) => {
          const whole = part === 'start' || part === 'now';
          const above = Math.min(y(from), y(to));
          const tall = whole ? height - bottom - y(to) : Math.max(2, Math.abs(y(from) - y(to)));
          const value = whole ? to : to - from;
          const bar = (
            <rect
              x={i * step + step * 0.16}
              width={step * 0.68}
              y={whole ? y(to) : above}
              height={Math.max(2, tall)}
              rx="2"
              fill={
                whole
                  ? 'url(#cut)'
                  : part === 'lost' || part === 'shrank' || part === 'left'
                    ? 'var(--alarm)'
                    : part === 'won'
                      ? 'var(--position-realized)'
                      : 'var(--accent)'
              }
            />
          );
          return (
            <g key={part}>
              {part === 'start' || part === 'now' ? (
                bar
              ) : (
                <Mark
                  label={t('bridge.open', { part: t(`bridge.${part}`), amount: money(value) })}
                  open={only === part}
                  onOpen={() => onOnly(part)}
                >
                  <rect data-catch x={i * step} width={step} y={0} height={height - bottom} />
                  {bar}
                </Mark>
              )}
              <text
                x={i * step + step / 2}
                y={(whole ? y(to) : above) - 6}
                textAnchor="middle"
                className={css.label}
                pointerEvents="none"
              >
                {whole ? money(value) : `${value > 0 ? '+' : ''}${money(value)}`}
              </text>
              <text x={i * step + step / 2} y={height - bottom + 18} textAnchor="middle" className={css.axis}>
                {t(`bridge.${part}`)}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
