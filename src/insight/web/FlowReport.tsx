import { useState } from 'react';
import {
  phases,
  positions,
  saleTypes,
  type Phase,
  type Position,
  type SaleType,
} from '../../relationship/vocabulary.ts';
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
import { periodIn, type AskedPeriod } from '../period.ts';
import { NothingThen } from './NothingThen.tsx';
import { endsOf } from './period.ts';
import { Answered } from './Answered.tsx';
import { ReportTable, type ReportProps } from './Report.tsx';

/** How relationships moved between the five positions, how long they stay in each, and which way they leave. */
export function FlowReport({ view, onView, compact }: ReportProps) {
  const saleType = saleTypes.find((each) => each === view['type']);
  const period = periodIn(view);
  const asked = { ...period, ...(saleType ? { saleType } : {}) };
  const answer = useAnswer(api.readFlow, { query: asked });
  return (
    <Answered answer={answer}>
      {(data) =>
        data.flows.length === 0 ? (
          <>
            <h2 className={kit.heading}>{t('flow.title')}</h2>
            {data.over ? (
              <NothingThen what="touched" asked={period} elsewhere={data.elsewhere} onView={onView} />
            ) : (
              <EmptyState sentence={t('flow.none')} />
            )}
          </>
        ) : (
          <>
            <h2 className={kit.heading}>{t('flow.title')}</h2>
            <p className={kit.intro}>
              {t('flow.about', endsOf(period))} {sampleText(data.sample)}.
            </p>
            <Movement data={data} asked={asked} />
            {!compact && <Tables data={data} asked={asked} />}
          </>
        )
      }
    </Answered>
  );
}

type Asked = AskedPeriod & { saleType?: SaleType };
type Flow = FlowAnswer['flows'][number];
const behindFlow = (flow: Flow, asked: Asked) => ({
  report: 'flow' as const,
  key: flow.from,
  other: flow.to,
  ...asked,
});

/** The bands, and the customers of the one that was chosen. */
function Movement({ data, asked }: { data: FlowAnswer; asked: Asked }) {
  const [open, setOpen] = useState<Flow>();
  return (
    <>
      <Sankey
        flows={data.flows}
        open={open}
        onOpen={(flow) => setOpen(open?.from === flow.from && open.to === flow.to ? undefined : flow)}
      />
      {open && (
        <div className={css.behindForecast}>
          <p className={kit.intro}>
            {t('flow.label', { from: nameOf(open.from), to: nameOf(open.to), accounts: format.number(open.accounts) })}
          </p>
          <EvidenceList query={behindFlow(open, asked)} labels={{ amount: t('trust') }} />
        </div>
      )}
    </>
  );
}

function Tables({ data, asked }: { data: FlowAnswer; asked: Asked }) {
  const ofType: { saleType?: SaleType } = asked.saleType ? { saleType: asked.saleType } : {};
  // Who stands there today is another list than who stood there when the period ended.
  const toTable = (search: { position: Position } | { phase: Phase }) =>
    data.over ? undefined : { to: '/relationships', search: { as: 'table', ...search, ...ofType } };
  return (
    <>
      <h2 className={kit.heading}>{t('flow.stays')}</h2>
      <ReportTable
        name={t('flow.stays')}
        columns={[
          t('flow.position'),
          t(data.over ? 'flow.present then' : 'flow.present'),
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
          link: toTable({ position: stay.position }),
        }))}
      />
      <h2 className={kit.heading}>{t('flow.phases')}</h2>
      <ReportTable
        name={t('flow.phases')}
        columns={[
          t('flow.phase'),
          t(data.over ? 'flow.present then' : 'flow.present'),
          t('flow.entered'),
          t('flow.in phase'),
        ].map((label) => ({
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
              link: toTable({ phase }),
            },
          ];
        })}
      />
      <ReportTable
        name={t('flow.title')}
        columns={[t('flow.from'), t('flow.to'), t('flow.accounts')].map((label) => ({ label }))}
        rows={data.flows
          .toSorted((a, b) => b.accounts - a.accounts)
          .map((flow) => ({
            cells: [`${nameOf(flow.from)} →`, nameOf(flow.to), flow.accounts],
            evidence: behindFlow(flow, asked),
          }))}
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
/** Between words, as large as they are on a phone. */
const line = 24;

/** Bands between then and now, coloured by where they led; the same order on both sides, so that a level band is no news. */
function Sankey({
  flows,
  open,
  onOpen,
}: {
  flows: FlowAnswer['flows'];
  open: Flow | undefined;
  onOpen: (flow: Flow) => void;
}) {
  const total = flows.reduce((sum, flow) => sum + flow.accounts, 0);
  const used = (['new', ...positions] as const).filter((key) => flows.some((flow) => flow.from === key));
  const led = positions.filter((key) => flows.some((flow) => flow.to === key));
  const scale = (height - gap * Math.max(used.length, led.length)) / Math.max(1, total);
  const from = stacked(
    used,
    (key) => flows.filter((flow) => flow.from === key).reduce((sum, flow) => sum + flow.accounts, 0) * scale,
  );
  const to = stacked(
    led,
    (key) => flows.filter((flow) => flow.to === key).reduce((sum, flow) => sum + flow.accounts, 0) * scale,
  );
  const taken = { from: new Map<string, number>(), to: new Map<string, number>() };
  const place = (side: 'from' | 'to', key: string, size: number) => {
    const start = (side === 'from' ? from : to).get(key)!.y + (taken[side].get(key) ?? 0);
    taken[side].set(key, (taken[side].get(key) ?? 0) + size);
    return start;
  };
  const ordered = used.flatMap((a) => led.flatMap((b) => flows.filter((flow) => flow.from === a && flow.to === b)));
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
            label={t('evidence.open', {
              what: t('flow.label', {
                from: nameOf(flow.from),
                to: nameOf(flow.to),
                accounts: format.number(flow.accounts),
              }),
            })}
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
          <text x={inner - 8} y={at.word} textAnchor="end">
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
          <text x={width - inner + 8} y={at.word}>
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
): Map<string, { y: number; size: number; word: number }> {
  const placed = new Map<string, { y: number; size: number; word: number }>();
  let [y, word] = [0, -Infinity];
  for (const key of keys) {
    const size = sizeOf(key);
    // Words of narrow bands stand below one another.
    word = Math.max(word + line, y + size / 2 + 4, line / 2);
    placed.set(key, { y, size, word });
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
