import { NativeSelect } from '@mantine/core';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { insightContract as api, moverKinds } from '../contract.ts';
import { sampleText } from './FlowReport.tsx';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { periodIn } from '../period.ts';
import { NothingThen } from './NothingThen.tsx';
import { periodWords } from './period.ts';
import { Answered } from './Answered.tsx';
import { ReportTable, type ReportProps } from './Report.tsx';

/** The touchpoint audit: what builds trust here, and what breaks it, worst first. */
export function TrustReport({ view, onView, compact }: ReportProps) {
  const by = moverKinds.find((each) => each === view['trustBy']) ?? 'kind';
  const saleType = saleTypes.find((each) => each === view['type']);
  const ofType = saleType ? { saleType } : {};
  const period = periodIn(view);
  const answer = useAnswer(api.readTrustMovers, { query: { ...period, by, ...ofType } });
  return (
    <Answered answer={answer}>
      {(data) => {
        const largest = Math.max(1, ...data.items.map((row) => Math.abs(row.trust)));
        const rows =
          compact && data.items.length > 8 ? [...data.items.slice(0, 4), ...data.items.slice(-4)] : data.items;
        return (
          <>
            <h2 className={kit.heading}>{t('movers')}</h2>
            {rows.length > 0 && (
              <p className={kit.intro}>
                {t('intro', {
                  accounts: format.number(data.accounts),
                  touchpoints: format.number(data.touchpoints),
                  period: periodWords(period),
                })}{' '}
                {data.sample.accounts < data.sample.of && sampleText(data.sample)}
              </p>
            )}
            <NativeSelect
              size="xs"
              className={css.by}
              label={t('by')}
              value={by}
              data={moverKinds.map((value) => ({ value, label: t(`by.${value}`) }))}
              onChange={(event) =>
                onView({ trustBy: event.currentTarget.value === 'kind' ? undefined : event.currentTarget.value })
              }
            />
            {rows.length === 0 ? (
              <NothingThen what="touched" asked={period} elsewhere={data.elsewhere} onView={onView} />
            ) : (
              <ReportTable
                name={t('movers')}
                evidence={{ amount: t('trust'), other: t('count') }}
                columns={[
                  { label: t('trust.key') },
                  { label: t('picture'), look: 'bar', picture: true },
                  { label: t('trust'), look: 'trust' },
                  { label: t('interest'), look: 'interest' },
                  { label: t('count') },
                  { label: t('accounts') },
                ]}
                rows={rows.map((row) => {
                  const name = row.key === '' ? t('unsaid') : row.key.charAt(0).toUpperCase() + row.key.slice(1);
                  const evidence = { report: 'trust' as const, ...period, by, key: row.key, ...ofType };
                  return {
                    evidence,
                    opens: [undefined, evidence],
                    cells: [name, row.trust / row.touchpoints, row.trust, row.interest, row.touchpoints, row.accounts],
                    shown: [
                      undefined,
                      <span key="bar" className={kit.lever} data-lever aria-hidden="true">
                        <i
                          data-other={row.trust < 0}
                          style={{
                            inlineSize: `${(Math.abs(row.trust) / largest) * 50}%`,
                            ...(row.trust < 0 ? { background: 'var(--alarm)' } : {}),
                          }}
                        />
                      </span>,
                      format.signed(row.trust),
                      format.signed(row.interest),
                      format.number(row.touchpoints),
                      format.number(row.accounts),
                    ],
                  };
                })}
              />
            )}
          </>
        );
      }}
    </Answered>
  );
}
