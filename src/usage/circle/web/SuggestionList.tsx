import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRows } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { KeyHint } from '../../../web/kit/KeyHint.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useMay } from '../../../web/session.ts';
import { useKeys } from '../../../web/shell/keys.ts';
import { notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { circleContract as api, type Suggestion } from '../contract.ts';
import css from './circle.module.css';
import { hears, readCircleAgain } from './data.ts';
import { t } from './messages.ts';

/** People of customers who went elsewhere: one key says that they took us along. */
export function SuggestionList() {
  const [view] = useView();
  const { rows: all, loading, problem } = useRows(api.listSuggestions, { query: { limit: 100 } }, { meta: hears });
  // The one that a notification leads to stands first.
  const rows = all.toSorted((a, b) => Number(b.id === view['suggestion']) - Number(a.id === view['suggestion']));
  return (
    <div className={css.list}>
      {problem && <QueryProblem error={problem} />}
      {loading && rows.length === 0 && <RowsSkeleton rows={3} height={52} />}
      {!loading && rows.length === 0 && !problem && <EmptyState sentence={t('moved.none')} />}
      {rows.length > 0 && <Suggestions rows={rows} keys />}
    </div>
  );
}

/** With `keys` Y and N answer the first of them. */
export function Suggestions({ rows, keys = false }: { rows: readonly Suggestion[]; keys?: boolean }) {
  const mayNote = useMay('touchpoint:write');
  const answer = useMutation({
    mutationFn: async ({ row, yes }: { row: Suggestion; yes: boolean }) => {
      const params = { id: row.id };
      await ask(yes ? api.acceptSuggestion : api.dismissSuggestion, { params });
      const said = yes
        ? t('moved.accepted', { contact: row.contact.name, to: row.toAccount.name })
        : t('moved.dismissed');
      notifyUndo(said, () =>
        ask(api.reopenSuggestion, { params })
          .then(readCircleAgain)
          .catch((error: unknown) => notifyProblem(problemText(error))),
      );
    },
    onError: (error) => notifyProblem(problemText(error)),
    onSettled: readCircleAgain,
  });
  const first = rows[0];
  useKeys(
    keys && first && mayNote
      ? [
          { keys: 'y', label: t('moved.yes'), run: () => answer.mutate({ row: first, yes: true }) },
          { keys: 'n', label: t('moved.no'), run: () => answer.mutate({ row: first, yes: false }) },
        ]
      : [],
  );
  return (
    <ul className={css.rows} aria-label={t('moved.label')}>
      {rows.map((row) => (
        <li key={row.id} className={css.line}>
          <span>
            {t('moved.line', {
              contact: row.contact.name,
              from: row.fromAccount.name,
              to: row.toAccount.name,
              when: format.date(row.movedOn, 'dayYear'),
            })}
          </span>
          {mayNote && (
            <span className={css.buttons}>
              <Button
                size="xs"
                rightSection={keys && row === first ? <KeyHint keys="y" onAccent /> : undefined}
                onClick={() => answer.mutate({ row, yes: true })}
              >
                {t('moved.yes')}
              </Button>
              <Button
                size="xs"
                variant="default"
                rightSection={keys && row === first ? <KeyHint keys="n" /> : undefined}
                onClick={() => answer.mutate({ row, yes: false })}
              >
                {t('moved.no')}
              </Button>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
