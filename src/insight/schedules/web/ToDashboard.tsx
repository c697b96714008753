import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '../../../platform/contract.ts';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, FormButtons } from '../../../web/kit/Form.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { viewInUrl, type View } from '../../../web/kit/view.ts';
import { t as web } from '../../../web/messages/en.ts';
import { workspaceContract as workspace } from '../../../workspace/contract.ts';
import { boardOf, withReport } from '../../web/board.ts';
import { t } from './messages.ts';
import kit from '../../../web/kit/Report.module.css';
import css from './schedules.module.css';

type Saved = Answer<typeof workspace.listViews>['items'][number];

interface ToDashboardProps {
  report: string;
  name: string;
  search: Record<string, string>;
  onClose: () => void;
}

/** Puts a report of any screen on one of the person's own dashboards, or on a new one. */
export function ToDashboard({ report, name, search, onClose }: ToDashboardProps) {
  const views = useAnswer(workspace.listViews, { query: { screen: 'insight', limit: '200' } }).data?.items;
  const boards = views?.filter((view) => view.mine && inAddress(view)['report'] === undefined) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [title, setTitle] = useState<string>(t('board.mine'));
  const [kept, setKept] = useState<Saved>();
  const board = boards.find((each) => each.id === (chosen ?? boards[0]?.id));
  const isNew = chosen === fresh || board === undefined;
  const keep = useMutation({
    mutationFn: () => {
      const before: View = isNew ? { cards: '' } : inAddress(board);
      const { cards } = withReport(before, report);
      // A dashboard is no single report.
      const { report: _, ...filter } = search;
      // One period takes the place of the other, however it is told.
      const { days: _days, from: _from, to: _to, ...others } = before;
      const standing = 'days' in filter || 'from' in filter || 'to' in filter ? others : before;
      const wanted = Object.fromEntries(
        Object.entries({ ...standing, ...filter, cards }).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, value]],
        ),
      );
      return isNew
        ? ask(workspace.createView, {
            body: { screen: 'insight', name: title.trim(), search: wanted, shared: false, pinned: false },
          })
        : ask(workspace.changeView, { params: { id: board.id }, body: { search: wanted } }, { ifMatch: board.version });
    },
    onSuccess: async (saved) => {
      setKept(saved);
      await readAgain(workspace.listViews);
    },
  });
  return (
    <Dialog onClose={onClose} title={t('menu.board')}>
      {kept ? (
        <div className={kit.form}>
          <p>{t('board.kept', { name, board: kept.name })}</p>
          <div className={css.buttons}>
            <Button variant="default" onClick={onClose}>
              {web('app.close')}
            </Button>
            <Button data-autofocus renderRoot={(props) => <Link {...props} to="/insight" search={inAddress(kept)} />}>
              {t('board.open')}
            </Button>
          </div>
        </div>
      ) : (
        <Form onSend={() => keep.mutate()}>
          {boards.length > 0 && (
            <Select
              data-autofocus
              allowDeselect={false}
              label={t('board.which')}
              data={[
                ...boards.map((each) => ({
                  value: each.id,
                  label: each.name,
                  disabled: boardOf(inAddress(each)).includes(report),
                })),
                { value: fresh, label: t('board.new') },
              ]}
              value={isNew ? fresh : board.id}
              onChange={setChosen}
            />
          )}
          {isNew && (
            <TextInput
              label={t('board.name')}
              value={title}
              maxLength={100}
              required
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
          )}
          {keep.error && <QueryProblem error={keep.error} />}
          <FormButtons
            send={t('board.do')}
            busy={keep.isPending}
            disabled={views === undefined || (isNew && title.trim() === '')}
            onCancel={onClose}
          />
        </Form>
      )}
    </Dialog>
  );
}

const fresh = 'new';
const inAddress = (saved: Saved): View => viewInUrl(saved.search);
