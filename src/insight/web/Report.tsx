import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { Fragment, useState, type ReactNode } from 'react';
import type { View } from '../../web/kit/view.ts';
import { downloadCsv } from './csv.ts';
import { EvidenceList, type EvidenceQuery } from './EvidenceList.tsx';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';

export interface ReportProps {
  view: View;
  onView: (change: View) => void;
  /** On the dashboard: the picture and the sentence, without the long tables. */
  compact: boolean;
}

interface Column {
  label: string;
  /** How its cells look: in the colour of a line, or as bars, which begin where the head does. */
  look?: 'trust' | 'interest' | 'bar';
  /** A bar of what another column says: no figure for a file. */
  picture?: boolean;
}

export interface ReportRow {
  /** The first is the head of the row. Figures stay figures, so that a file can be reckoned with. */
  cells: readonly (string | number | null)[];
  /** How a cell is shown, where it is not shown as it is. */
  shown?: readonly (ReactNode | undefined)[];
  /** The records behind the row. */
  link?: { to: string; search: Record<string, string> } | undefined;
  /** The same, listed below the row. */
  evidence?: EvidenceQuery;
  /** What stands behind single cells: a click on the figure or its bar lists it below the row. */
  opens?: readonly (EvidenceQuery | undefined)[];
}

interface ReportTableProps {
  name: string;
  columns: readonly Column[];
  rows: readonly ReportRow[];
  /** What the figures of the records behind a row are. */
  evidence?: { amount: string; other?: string };
}

/** A table whose rows open their records, and that leaves as a file. */
export function ReportTable({ name, columns, rows, evidence = { amount: '' } }: ReportTableProps) {
  const [open, setOpen] = useState<{ nth: number; cell: number }>();
  const toggle = (nth: number, cell: number) =>
    setOpen(open?.nth === nth && open.cell === cell ? undefined : { nth, cell });
  return (
    <div className={kit.scroll} role="region" aria-label={name} tabIndex={0}>
      <table className={kit.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" className={column.look === 'bar' ? css.barHead : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, nth) => {
            const behind = open?.nth !== nth ? undefined : open.cell === 0 ? row.evidence : row.opens?.[open.cell];
            return (
              <Fragment key={`${row.cells[0]} ${row.cells[1]}`}>
                <tr>
                  {row.cells.map((cell, i) => {
                    const shown = row.shown?.[i] ?? cell;
                    if (i > 0)
                      return (
                        <td
                          key={columns[i]!.label}
                          className={columns[i]!.look === 'bar' ? undefined : columns[i]!.look}
                        >
                          {row.opens?.[i] ? (
                            <button
                              type="button"
                              className={css.behindCell}
                              aria-expanded={open?.nth === nth && open.cell === i}
                              onClick={() => toggle(nth, i)}
                            >
                              <VisuallyHidden>
                                {t('evidence.open', { what: `${row.cells[0]}, ${columns[i]!.label}` })}{' '}
                              </VisuallyHidden>
                              {shown}
                            </button>
                          ) : (
                            shown
                          )}
                        </td>
                      );
                    return (
                      <th key={columns[i]!.label} scope="row">
                        {row.link ? (
                          <Link to={row.link.to} search={row.link.search}>
                            {shown}
                          </Link>
                        ) : row.evidence ? (
                          <button
                            type="button"
                            className={kit.opens}
                            aria-expanded={open?.nth === nth && open.cell === 0}
                            onClick={() => toggle(nth, 0)}
                          >
                            {shown}
                          </button>
                        ) : (
                          shown
                        )}
                      </th>
                    );
                  })}
                </tr>
                {behind && (
                  <tr>
                    <td colSpan={columns.length} className={css.behind}>
                      <EvidenceList query={behind} labels={evidence} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      <button
        type="button"
        className={css.csv}
        onClick={() =>
          downloadCsv(
            name,
            columns.flatMap(({ label, picture }) => (picture ? [] : [label])),
            rows.map((row) => row.cells.filter((_, i) => !columns[i]?.picture)),
          )
        }
      >
        <Download size={13} aria-hidden="true" /> {t('csv')}
      </button>
    </div>
  );
}
