import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page, PageHeader, type Crumb } from '../../web/kit/Page.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { ReportMenu, type ReportMenuProps } from '../../web/ReportMenu.tsx';
import { useMay } from '../../web/session.ts';
import { t } from './messages.ts';
import css from './space.module.css';

export type SpaceId = 'force' | 'team' | 'coaching' | 'training';

interface SpaceProps {
  space: SpaceId;
  /** The question that this space answers. */
  question?: string;
  /** A record within the space, instead of the space's own name. */
  title?: string;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  children: ReactNode;
}

/** One of the spaces of Selling: the same head, a question of its own. */
export function Space({ space, question, title, crumbs, actions, children }: SpaceProps) {
  const go = useNavigate();
  const mayPayback = useMay('payback:read');
  const mayCoach = useMay('coaching:read');
  const mayForecast = useMay('forecast:read');
  const spaces = [
    { id: 'force' as const, label: t('space.force') },
    ...(mayForecast ? [{ id: 'team' as const, label: t('space.team') }] : []),
    ...(mayCoach ? [{ id: 'coaching' as const, label: t('space.coaching') }] : []),
    ...(mayPayback ? [{ id: 'training' as const, label: t('space.training') }] : []),
  ];
  return (
    <Page title={title ?? t(`space.${space}`)} crumbs={crumbs ?? [{ label: t('title'), to: '/selling' }]}>
      <PageHeader title={title ?? t(`space.${space}`)} actions={actions} />
      <div className={css.top}>
        <Tabs<SpaceId>
          label={t('spaces')}
          tabs={spaces}
          value={space}
          onChange={(id) => void go({ to: `/selling/${id}` })}
        />
      </div>
      {question !== undefined && <p className={css.question}>{question}</p>}
      {children}
    </Page>
  );
}

interface PartProps {
  title: string;
  detail?: ReactNode;
  actions?: ReactNode;
  /** What it is as a report, with the filter that it heeds: so it can be taken along, sent, kept on a dashboard and printed alone. Or why it is none. */
  report: Pick<ReportMenuProps, 'report' | 'search'> | 'of the pair alone' | 'a setting' | 'nothing there';
  children: ReactNode;
}

/** A part of a space: a heading, what it means, and its content. */
export function Part({ title, detail, actions, report, children }: PartProps) {
  return (
    <section className={css.part} data-part>
      <div className={css.head}>
        <h2>{title}</h2>
        {detail !== undefined && <p>{detail}</p>}
        {actions}
        {typeof report === 'object' && <ReportMenu name={title} {...report} />}
      </div>
      {children}
    </section>
  );
}

/** A table that scrolls sideways on a phone, by finger and by key. `words`: places of columns that hold text. */
export function Table({
  label,
  head,
  words = [],
  children,
}: {
  label: string;
  head: readonly string[];
  words?: readonly number[];
  children: ReactNode;
}) {
  return (
    <div className={css.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            {head.map((text, i) =>
              // The corner above the heads of rows names nothing.
              text === '' ? (
                <td key={i} />
              ) : (
                // oxlint-disable-next-line react/no-array-index-key -- the heads of a table never change places
                <th key={i} scope="col" data-words={words.includes(i) || undefined}>
                  {text}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** The figures that answer the question at a glance. */
export function Figures({
  items,
}: {
  items: readonly { label: string; value: ReactNode; detail?: ReactNode; tone?: 'bad' | 'good' | undefined }[];
}) {
  return (
    <dl className={css.figures}>
      {items.map(({ label, value, detail, tone }) => (
        <div key={label} className={css.figure}>
          <dt>{label}</dt>
          <dd>
            <b className={tone ? css[tone] : undefined}>{value}</b>
            {detail !== undefined && <span>{detail}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
