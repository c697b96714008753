import { useState } from 'react';
import { phases, positions, saleTypes, type Position, type SaleType } from '../../relationship/vocabulary.ts';
import { t as web } from '../../web/messages/en.ts';
import { useAnswer } from '../../web/api.ts';
import { Mark } from '../../web/charts/Mark.tsx';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { insightContract as api, type FlowAnswer } from '../contract.ts';
import { EvidenceList } from './EvidenceList.tsx';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { daysOf } from './period.ts';
import { Answered } from './Answered.tsx';
import { ReportTable, type ReportProps } from './Report.tsx';

/** How relationships moved between the five positions, how long they stay in each, and which way they leave. */
export function FlowReport({ view, compact }: ReportProps) {
  const saleType = saleTypes.find((each) => each === view['type']);
  const ofType = saleType ? { saleType } : {};
  const answer = useAnswer(api.readFlow, { query: { days: daysOf(view), ...ofType } });
  return (
    <Answered answer={answer}>
      {(data) =>
        data.flows.length === 0 ? (
          <EmptyState sentence={t('flow.none')} />
        ) : (
          <>
            <h2 className={kit.heading}>{t('flow.title')}</h2>
            <p className={kit.intro}>
              {t('flow.about', { days: data.days })} {sampleText(data.sample)}.
            </p>
            <Movement data={data} ofType={ofType} />
            {!compact && <Tables data={data} ofType={ofType} />}
          </>
        )
      }
    </Answered>
  );
}

type OfType = { saleType?: SaleType };
type Flow = FlowAnswer['flows'][number];
const behindFlow = (days: number, flow: Flow, ofType: OfType) => ({ report: 'flow' as const, days, key: flow.from, other: flow.to, ...ofType });

/** The bands, and the customers of the one that was chosen. */
function Movement({ data, ofType }: { data: FlowAnswer; ofType: OfType }) {
  const [open, setOpen] = useState<Flow>();
  return (
    <>
      <Sankey flows={data.flows} open={open} onOpen={(flow) => setOpen(open?.from === flow.from && open.to === flow.to ? undefined : flow)} />
      {open && (
        <div className={css.behindForecast}>
          <p className={kit.intro}>{t('flow.label', { from: nameOf(open.from), to: nameOf(open.to), accounts: format.number(open.accounts) })}</p>
          <EvidenceList query={behindFlow(data.days, open, ofType)} labels={{ amount: t('trust') }} />
        </div>
      )}
    </>
  );
}

function Tables({ data, ofType }: { data: FlowAnswer; ofType: OfType }) {
  const toTable = (position: Position) => ({ to: '/relationships', search: { as: 'table', position, ...ofType } });
  return (
    <>
      <h2 className={kit.heading}>{t('flow.stays')}</h2>
      <ReportTable
        name={t('flow.stays')}
        columns={[
          t('flow.position'),
          t('flow.present'),
          t('flow.ended'),
          t('flow.median'),
          t('flow.onward'),
          t('flow.back'),
        ].map((label) => ({ label }))}
        rows={data.stays.map((stay) => ({
          cells: [
            web(`position.${stay.position}`),
            stay.present,
            stay.ended,
            stay.medianDays === null ? null : Math.round(stay.medianDays),
            stay.onward,
            stay.back,
          ],
          shown: [
            undefined,
            format.number(stay.present),
            format.number(stay.ended),
            stay.medianDays === null ? '–' : format.number(stay.medianDays),
            format.number(stay.onward),
            format.number(stay.back),
          ],
          link: toTable(stay.position),
        }))}
      />
      <h2 className={kit.heading}>{t('flow.phases')}</h2>
      <ReportTable
        name={t('flow.phases')}
        columns={[t('flow.phase'), t('flow.present'), t('flow.entered'), t('flow.in phase')].map((label) => ({
          label,
        }))}
        rows={phases.flatMap((phase) => {
          const row = data.phases.find((each) => each.phase === phase);
          if (!row) return [];
          return [
            {
              cells: [
                web(`phase.${phase}`),
                row.present,
                row.entered,
                row.medianDays === null ? null : Math.round(row.medianDays),
              ],
              link: { to: '/relationships', search: { as: 'table', phase, ...ofType } },
            },
          ];
        })}
      />
      <ReportTable
        name={t('flow.title')}
        columns={[t('flow.from'), t('flow.to'), t('flow.accounts')].map((label) => ({ label }))}
        rows={data.flows
          .toSorted((a, b) => b.accounts - a.accounts)
          .map((flow) => ({ cells: [`${nameOf(flow.from)} →`, nameOf(flow.to), flow.accounts], evidence: behindFlow(data.days, flow, ofType) }))}
        evidence={{ amount: t('trust') }}
      />
    </>
  );
}

const width = 900;
const height = 300;
const gap = 10;
const bar = 12;
const inner = 210;

/** Bands between then and now, coloured by where they led; the same order on both sides, so that a level band is no news. */
function Sankey({ flows, open, onOpen }: { flows: FlowAnswer['flows']; open: Flow | undefined; onOpen: (flow: Flow) => void }) {
  const sides = { from: ['new', ...positions] as const, to: positions };
  const total = flows.reduce((sum, flow) => sum + flow.accounts, 0);
  const used = sides.from.filter((key) => flows.some((flow) => flow.from === key));
  const scale = (height - gap * Math.max(used.length, positions.length)) / Math.max(1, total);
  const from = stacked(
    used,
    (key) => flows.filter((flow) => flow.from === key).reduce((sum, flow) => sum + flow.accounts, 0) * scale,
  );
  const to = stacked(
    positions,
    (key) => flows.filter((flow) => flow.to === key).reduce((sum, flow) => sum + flow.accounts, 0) * scale,
  );
  const taken = { from: new Map<string, number>(), to: new Map<string, number>() };
  const place = (side: 'from' | 'to', key: string, size: number) => {
    const start = (side === 'from' ? from : to).get(key)!.y + (taken[side].get(key) ?? 0);
    taken[side].set(key, (taken[side].get(key) ?? 0) + size);
    return start;
  };
  const ordered = used.flatMap((a) =>
    positions.flatMap((b) => flows.filter((flow) => flow.from === a && flow.to === b)),
  );
  const [x1, x2] = [inner + bar, width - inner - bar];
  const middle = (x1 + x2) / 2;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={css.picture} role="group" aria-label={t('flow.title')}>
      {ordered.map((flow) => {
        const size = flow.accounts * scale;
        const [a, b] = [place('from', flow.from, size), place('to', flow.to, size)];
        return (
          <Mark
            key={`${flow.from} ${flow.to}`}
            label={t('evidence.open', { what: t('flow.label', { from: nameOf(flow.from), to: nameOf(flow.to), accounts: format.number(flow.accounts) }) })}
            open={open?.from === flow.from && open.to === flow.to}
            onOpen={() => onOpen(flow)}
          >
            <path
              d={`M${x1},${a} C${middle},${a} ${middle},${b} ${x2},${b} L${x2},${b + size} C${middle},${b + size} ${middle},${a + size} ${x1},${a + size} Z`}
              fill={`var(--position-${flow.to})`}
              fillOpacity={flow.from === flow.to ? 0.18 : 0.5}
            />
          </Mark>
        );
      })}
      {[...from].map(([key, at]) => (
        <g key={`from ${key}`}>
          <rect
            x={inner}
            width={bar}
            y={at.y}
            height={Math.max(1, at.size)}
            fill={key === 'new' ? 'var(--text-4)' : `var(--position-${key})`}
          />
          <text x={inner - 8} y={at.y + at.size / 2 + 4} textAnchor="end">
            {`${nameOf(key)} ${format.number(at.size / scale)}`}
          </text>
        </g>
      ))}
      {[...to].map(([key, at]) => (
        <g key={`to ${key}`}>
          <rect
            x={width - inner - bar}
            width={bar}
            y={at.y}
            height={Math.max(1, at.size)}
            fill={`var(--position-${key})`}
          />
          <text x={width - inner + 8} y={at.y + at.size / 2 + 4}>
            {`${nameOf(key)} ${format.number(at.size / scale)}`}
          </text>
        </g>
      ))}
    </svg>
  );
}

function stacked<K extends string>(
  keys: readonly K[],
  sizeOf: (key: K) => number,
): Map<string, { y: number; size: number }> {
  const placed = new Map<string, { y: number; size: number }>();
  let y = 0;
  for (const key of keys) {
    const size = sizeOf(key);
    placed.set(key, { y, size });
    y += size + gap;
  }
  return placed;
}

function nameOf(key: string): string {
  const position = positions.find((each) => each === key);
  return position ? web(`position.${position}`) : t('flow.new');
}

export const sampleText = ({ accounts, of }: FlowAnswer['sample']): string =>
  accounts === of
    ? t('sample.all', { of: format.number(of) })
    : t('sample', { accounts: format.number(accounts), of: format.number(of) });
