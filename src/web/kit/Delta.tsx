import { format } from '../format.ts';
import { t } from '../messages/en.ts';

interface DeltaProps {
  /** The change in points; under half a point (or `steadyBelow`) it is “steady”. */
  value: number;
  steadyBelow?: number;
  digits?: number;
  className?: string;
}

/** Movement: ▲ or ▼ with its number, or “steady”. The period stands beside it. */
export function Delta({ value, steadyBelow = 0.5, digits = 0, className }: DeltaProps) {
  if (Math.abs(value) < steadyBelow) return <span className={className}>{t('delta.steady')}</span>;
  const by = format.number(Math.abs(value), digits);
  return (
    <span className={className}>
      <span aria-hidden="true">
        {value > 0 ? '▲' : '▼'}
        {'\u2009'}
        {by}
      </span>
      <span className="visually-hidden">{value > 0 ? t('delta.up', { by }) : t('delta.down', { by })}</span>
    </span>
  );
}
