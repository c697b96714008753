import { Popover, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Clock } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { useMay } from '../../web/session.ts';
import { workspaceContract } from '../contract.ts';
import type { HistoryKind } from '../history.ts';
import css from './FieldHistory.module.css';
import { t } from './historyMessages.ts';
import { valueText } from './historyWords.ts';

interface HistoryOf {
  kind: HistoryKind;
  id: string;
  /** As the record calls it. */
  field: string;
  label: string;
}

/** A field with a small clock: who changed it, when, from what to what. */
export function WithHistory({ of, children }: { of: HistoryOf; children: ReactNode }) {
  const may = useMay('event:read');
  const [opened, setOpened] = useState(false);
  return (
    <div className={css.field}>
      {children}
      {may && (
        <Popover opened={opened} onChange={setOpened} position="bottom-end" withinPortal trapFocus>
          <Popover.Target>
            <UnstyledButton
              className={css.clock}
              aria-label={t('history of', { field: of.label })}
              aria-expanded={opened}
              onClick={() => setOpened(!opened)}
            >
              <Clock size={12} aria-hidden="true" />
            </UnstyledButton>
          </Popover.Target>
          <Popover.Dropdown aria-label={t('history of', { field: of.label })}>
            {opened && <Changes of={of} />}
          </Popover.Dropdown>
        </Popover>
      )}
    </div>
  );
}

function Changes({ of }: { of: HistoryOf }) {
  const { data, error } = useQuery({
    queryKey: [workspaceContract.getHistory.path, of.kind, of.id, of.field],
    queryFn: ({ signal }) =>
      ask(
        workspaceContract.getHistory,
        { params: { kind: of.kind, id: of.id }, query: { field: of.field, limit: 20 } },
        { signal },
      ),
    staleTime: 0,
  });
  if (error) return <p role="alert">{error.message}</p>;
  if (!data) return <p aria-busy="true">{t('reading')}</p>;
  if (data.items.length === 0) return <p className={css.quiet}>{t('never changed')}</p>;
  return (
    <ol className={css.changes} tabIndex={0} aria-label={t('history of', { field: of.label })}>
      {data.items.map((change) => (
        <li key={change.eventId}>
          <span>
            <s>{change.beforeName ?? valueText(change.before)}</s> →{' '}
            <b>{change.afterName ?? valueText(change.after)}</b>
          </span>
          <span className={css.quiet}>
            {t('by', {
              who: change.memberName ?? t('system'),
              when: `${format.date(change.at, 'full')}, ${format.date(change.at, 'time')}`,
            })}
          </span>
        </li>
      ))}
    </ol>
  );
}
