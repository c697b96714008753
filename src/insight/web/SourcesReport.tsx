import { NativeSelect } from '@mantine/core';
import { WithoutRate } from '../../offerings/web/WithoutRate.tsx';
import { words } from '../../relationship/web/words.ts';
import { channels, saleTypes } from '../../relationship/vocabulary.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { insightContract as api, sourceKinds, type SourceRow } from '../contract.ts';
import { Answered } from './Answered.tsx';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { periodIn } from '../period.ts';
import { NothingThen } from './NothingThen.tsx';
import { periodWords } from './period.ts';
import { ReportTable, type ReportProps } from './Report.tsx';

type Kind = (typeof sourceKinds)[number];

/** What brings business: sources, channels of the first contact, campaigns. */
export function SourcesReport({ view, onView, compact }: ReportProps) {
  const by = sourceKinds.find((each) => each === view['sourcesBy']) ?? 'source';
  const saleType = saleTypes.find((each) => each === view['type']);
  const period = periodIn(view);
  const answer = useAnswer(api.readSources, { query: { by, ...period, ...(saleType ? { saleType } : {}) } });
  return (
    <Answered answer={answer}>
      {(data) => {
        const money = (amount: number) => format.moneyShort(amount, data.currency);
        const rows = data.items.slice(0, compact ? 8 : undefined);
        const largest = Math.max(1, ...rows.map((row) => row.wonAmount));
        const campaigns = data.by === 'campaign';
        const columns = campaigns
          ? [
              t('sources.campaign'),
              t('sources.picture'),
              t('sources.won amount'),
              t('sources.sales'),
              t('sources.prospects'),
              t('sources.cost'),
              t('sources.return'),
            ]
          : [
              t('by.group'),
              t('sources.picture'),
              t('sources.won amount'),
              t('sources.opened'),
              t('sources.won'),
              t('sources.lost'),
              t('sources.rate'),
              t('sources.new'),
              t('sources.days'),
            ];
        return (
          <>
            <h2 className={kit.heading}>{t('sources.title')}</h2>
            <p className={kit.intro}>
              {t(`sources.about.${data.by}`, { period: periodWords(period), currency: data.currency })}{' '}
              <WithoutRate of={data.unrated} />
            </p>
            <NativeSelect
              size="xs"
              className={css.by}
              label={t('by')}
              value={by}
              data={sourceKinds.map((value) => ({ value, label: t(`by.${value}`) }))}
              onChange={(event) =>
                onView({ sourcesBy: event.currentTarget.value === 'source' ? undefined : event.currentTarget.value })
              }
            />
            {rows.length === 0 ? (
              <NothingThen
                what={data.by === 'campaign' ? 'campaign' : 'opened'}
                asked={period}
                elsewhere={data.elsewhere}
                onView={onView}
              />
            ) : (
              <ReportTable
                name={t('sources.title')}
                columns={columns.slice(0, compact ? 5 : undefined).map((label) => ({
                  label,
                  ...(label === t('sources.picture') ? { look: 'bar' as const, picture: true } : {}),
                }))}
                rows={rows.map((row) => {
                  const decided = row.won + row.lost;
                  const picture = (
                    <span key="bar" className={css.amountBar} aria-hidden="true">
                      <i style={{ inlineSize: `${(row.wonAmount / largest) * 100}%` }} />
                    </span>
                  );
                  const evidence = {
                    report: 'sources' as const,
                    by: data.by,
                    ...period,
                    ...(row.key === null ? {} : { key: row.key }),
                    ...(saleType ? { saleType } : {}),
                  };
                  const all = campaigns
                    ? {
                        evidence,
                        opens: [undefined, evidence],
                        cells: [
                          nameOf(row, data.by),
                          row.wonAmount / largest,
                          row.wonAmount,
                          row.won,
                          row.prospects,
                          row.cost,
                          row.cost ? row.wonAmount / row.cost : null,
                        ],
                        shown: [
                          undefined,
                          picture,
                          money(row.wonAmount),
                          format.number(row.won, 1, 0),
                          format.number(row.prospects ?? 0, 1, 0),
                          row.cost === null ? '–' : money(row.cost),
                          row.cost ? `${format.number(row.wonAmount / row.cost, 1)} ×` : '–',
                        ],
                      }
                    : {
                        evidence,
                        opens: [undefined, evidence],
                        cells: [
                          nameOf(row, data.by),
                          row.wonAmount / largest,
                          row.wonAmount,
                          row.opened,
                          row.won,
                          row.lost,
                          decided > 0 ? row.won / decided : null,
                          row.newCustomers,
                          row.medianDays,
                        ],
                        shown: [
                          undefined,
                          picture,
                          money(row.wonAmount),
                          format.number(row.opened),
                          format.number(row.won),
                          format.number(row.lost),
                          decided > 0 ? format.percent(row.won / decided) : '–',
                          format.number(row.newCustomers),
                          row.medianDays === null ? '–' : format.number(row.medianDays),
                        ],
                      };
                  return compact ? { ...all, cells: all.cells.slice(0, 5), shown: all.shown.slice(0, 5) } : all;
                })}
              />
            )}
          </>
        );
      }}
    </Answered>
  );
}

function nameOf(row: SourceRow, by: Kind): string {
  if (row.key === null) return t('unsaid');
  const channel = by === 'channel' ? channels.find((each) => each === row.key) : undefined;
  return channel ? words(`channel.${channel}`) : row.key;
}
