import { NativeSelect } from '@mantine/core';
import { WithoutRate } from '../../offerings/web/WithoutRate.tsx';
import { t as sales } from '../../purchase/web/messages.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { insightContract as api, valueKinds, type ValueRow } from '../contract.ts';
import { Answered } from './Answered.tsx';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { ReportTable, type ReportProps } from './Report.tsx';
import { Stacked } from './Stacked.tsx';

/** What customers have brought and are expected to bring, each, by segment, source or type. */
export function ValueReport({ view, onView, compact }: ReportProps) {
  const by = valueKinds.find((each) => each === view['valueBy']) ?? 'segment';
  const saleType = saleTypes.find((each) => each === view['type']);
  const ofType = saleType ? { saleType } : {};
  const behind = (row: ValueRow) => ({
    report: 'value' as const,
    by,
    ...ofType,
    ...(row.key === null ? {} : { key: row.key }),
  });
  const answer = useAnswer(api.readValue, { query: { by, ...ofType } });
  return (
    <Answered answer={answer}>
      {(data) => {
        const money = (amount: number) => format.moneyShort(amount, data.currency);
        const rows = data.items.slice(0, compact ? 8 : undefined);
        return (
          <>
            <h2 className={kit.heading}>{t('value.title')}</h2>
            <p className={kit.intro}>
              {t('value.about', { currency: data.currency })} {by === 'segment' && t('value.segments')}{' '}
              {rows.length > 0 && rows.every((row) => row.withOutlook === 0) && t('value.no outlook')}
            </p>
            <NativeSelect
              size="xs"
              className={css.by}
              label={t('by')}
              value={by}
              data={valueKinds.map((value) => ({ value, label: t(`by.${value}`) }))}
              onChange={(event) =>
                onView({ valueBy: event.currentTarget.value === 'segment' ? undefined : event.currentTarget.value })
              }
            />
            {rows.length === 0 ? (
              <EmptyState sentence={t('value.none')} />
            ) : (
              <>
                <Stacked
                  label={t('value.title')}
                  parts={[t('value.each'), t('value.outlook each')]}
                  rows={rows.slice(0, 10).map((row) => ({
                    name: nameOf(row, by),
                    values: [row.revenue / row.customers, row.withOutlook > 0 ? row.outlook / row.withOutlook : 0],
                    evidence: behind(row),
                  }))}
                  evidence={{ amount: t('value.brought'), other: t('value.expected') }}
                  show={money}
                />
                {!compact && (
                  <ReportTable
                    name={t('value.title')}
                    columns={[
                      t('by.group'),
                      t('value.customers'),
                      t('value.revenue'),
                      t('value.each'),
                      t('value.outlook each'),
                      t('value.from'),
                      t('value.together'),
                      t('value.alive'),
                      t('value.months'),
                    ].map((label) => ({ label }))}
                    evidence={{ amount: t('value.brought'), other: t('value.expected') }}
                    rows={rows.map((row) => {
                      const [each, ahead] = [
                        row.revenue / row.customers,
                        row.withOutlook > 0 ? row.outlook / row.withOutlook : null,
                      ];
                      return {
                        evidence: behind(row),
                        cells: [
                          nameOf(row, by),
                          row.customers,
                          row.revenue,
                          each,
                          ahead,
                          row.withOutlook,
                          ahead === null ? null : each + ahead,
                          row.alive,
                          row.months,
                        ],
                        shown: [
                          undefined,
                          format.number(row.customers),
                          <Revenue key="revenue" row={row} currency={data.currency} />,
                          money(each),
                          ahead === null ? '–' : money(ahead),
                          format.number(row.withOutlook),
                          ahead === null ? '–' : money(each + ahead),
                          row.alive === null ? '–' : format.percent(row.alive),
                          row.months === null ? '–' : format.number(row.months),
                        ],
                      };
                    })}
                  />
                )}
              </>
            )}
          </>
        );
      }}
    </Answered>
  );
}

const Revenue = ({ row, currency }: { row: ValueRow; currency: string }) => (
  <>
    {format.moneyShort(row.revenue, currency)} <WithoutRate of={row.unrated} what="amounts" />
  </>
);

function nameOf(row: ValueRow, by: (typeof valueKinds)[number]): string {
  if (row.key === null) return t(by === 'segment' ? 'value.no segment' : 'unsaid');
  const type = by === 'saleType' ? saleTypes.find((each) => each === row.key) : undefined;
  return type ? sales(`type.${type}`) : row.key;
}
