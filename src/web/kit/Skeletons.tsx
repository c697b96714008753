import { t } from '../messages/en.ts';
import css from './Skeletons.module.css';

/** The shape of rows that are on their way. `height` is the height of the rows to come, in pixels. */
export function RowsSkeleton({ rows = 12, height = 47 }: { rows?: number; height?: number }) {
  return (
    <div role="status" aria-label={t('app.loading')} className={css.appear}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} className={css.row} style={{ height }}>
          <span className={css.bar} style={{ width: `${18 + ((i * 7) % 12)}%` }} />
          <span className={css.bar} style={{ width: `${30 + ((i * 11) % 20)}%` }} />
          <span className={css.bar} style={{ width: '8%' }} />
        </div>
      ))}
    </div>
  );
}

/** The shape of a picture or panel that is on its way, `height` pixels high. */
export function BlockSkeleton({ height }: { height: number }) {
  return (
    <div role="status" aria-label={t('app.loading')} className={`${css.block} ${css.appear}`} style={{ height }} />
  );
}

/** A screen whose code is on its way. */
export function PageSkeleton() {
  return (
    <div className={css.page}>
      <span className={css.heading} />
      <RowsSkeleton />
    </div>
  );
}
