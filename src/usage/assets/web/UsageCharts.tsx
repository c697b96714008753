import { useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { assetContract as api, type Asset } from '../contract.ts';
import { pathOf, seriesOf, type Series } from '../usageSeries.ts';
import css from './assets.module.css';
import { t } from './messages.ts';

const [width, height] = [240, 56];
const atFirst = 4;

/** How much is used of what they have, as far as anybody measures it, and where the figures come from. */
export function UsageCharts({ assets }: { assets: readonly Asset[] }) {
  const [all, setAll] = useState(false);
  const measured = assets.filter((asset) => asset.usage.length > 0);
  if (measured.length === 0) return null;
  return (
    <section aria-label={t('use.title')}>
      <h2 className={css.head}>{t('use.title')}</h2>
      <ul className={css.uses}>
        {(all ? measured : measured.slice(0, atFirst)).map((asset) => (
          <UsageOf key={asset.id} asset={asset} />
        ))}
      </ul>
      {!all && measured.length > atFirst && (
        <button type="button" className={css.link} onClick={() => setAll(true)}>
          {t('use.more', { count: measured.length })}
        </button>
      )}
    </section>
  );
}

function UsageOf({ asset }: { asset: Asset }) {
  const { data } = useAnswer(
    api.readUsage,
    { params: { id: asset.id } },
    { meta: { hears: ['asset'], accountId: asset.accountId } },
  );
  if (!data) return <li className={css.use} aria-busy="true" style={{ minHeight: height + 50 }} />;
  const { recorded } = data;
  const source =
    recorded === null
      ? t('use.brought')
      : t(`use.${recorded.via}`, { by: recorded.by ?? '', when: format.date(recorded.at, 'dayYear') });
  return seriesOf(data.figures).map((series) => (
    <li key={series.measure} className={css.use}>
      <p>
        <b>{t('use.of', { name: asset.name, measure: series.measure })}</b>
      </p>
      <Chart series={series} name={asset.name} />
      <p>
        {t('use.now', {
          value: format.number(series.latest.value, 1, 0),
          when: format.date(series.latest.day, 'dayYear'),
        })}
        {series.change !== null && (
          <span className={series.change < -0.1 ? css.late : css.quiet}>
            {' '}
            · {t('use.change', { percent: signed(series.change) })}
          </span>
        )}
      </p>
      <p className={css.quiet}>
        {t('use.source', {
          count: series.figures.length,
          from: format.date(series.figures[0]!.day, 'dayYear'),
          to: format.date(series.latest.day, 'dayYear'),
        })}
        ; {source}
      </p>
    </li>
  ));
}

const signed = (share: number) => `${share > 0 ? '+' : ''}${format.percent(share)}`;

function Chart({ series, name }: { series: Series; name: string }) {
  const { d, end } = pathOf(series, width, height);
  const value = (n: number) => format.number(n, 1, 0);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('use.picture', {
        measure: series.measure,
        name,
        low: value(series.low),
        high: value(series.high),
        value: value(series.latest.value),
      })}
    >
      <path d={`M0 ${height - 3}H${width}`} stroke="var(--line-strong)" strokeWidth="1" />
      <path d={d} fill="none" stroke="var(--interest)" strokeWidth="1.5" strokeLinejoin="round" />
      <circle cx={end.x} cy={end.y} r="2.5" fill="var(--interest)" />
    </svg>
  );
}
