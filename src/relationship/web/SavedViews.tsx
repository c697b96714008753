import { Button, Checkbox, Menu, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Bookmark, Pin, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { readAgain } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { problemText, QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { View } from '../../web/kit/view.ts';
import { notify, notifyProblem } from '../../web/shell/toasts.ts';
import type { Answer } from '../../platform/contract.ts';
import { workspaceContract as api } from '../../workspace/contract.ts';
import { offerUndo } from './actions.ts';
import css from './relationships.module.css';
import { viewsQuery } from './data.ts';
import { t } from './mapMessages.ts';

interface SavedViewsProps {
  /** The name of the screen, under which its views are kept. */
  screen: string;
  view: View;
  onView: (change: View) => void;
}

type Saved = Answer<typeof api.listViews>['items'][number];

/** The name of the saved view that is looked at; undefined as soon as something is not as it was saved. */
export function useSavedName(screen: string, view: View): string | undefined {
  return useQuery(viewsQuery(screen)).data?.items.find((each) => isSame(searchOf(each), view))?.name;
}

function isSame(one: View, other: View): boolean {
  const told = ({ ...view }: View) =>
    JSON.stringify(
      Object.entries(view)
        .filter(([, value]) => value !== undefined && value !== '')
        .toSorted(([a], [b]) => a.localeCompare(b)),
    );
  return told(one) === told(other);
}

/** The views saved for a screen, and saving the present one: filter, sort and columns as they stand in the address. */
export function SavedViews({ screen, view, onView }: SavedViewsProps) {
  const saved = useQuery(viewsQuery(screen)).data?.items ?? [];
  const [saving, setSaving] = useState(false);
  const [shownId, setShownId] = useState<string>();
  const listed = saved.toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || a.name.localeCompare(b.name));
  const show = (chosen: Saved) => {
    setShownId(chosen.id);
    onView({ ...Object.fromEntries(Object.keys(view).map((key) => [key, undefined])), ...searchOf(chosen) });
  };
  // The one that was opened, or that the address is: what is changed in it is mostly meant to be kept there.
  const mine = saved.filter((each) => each.mine);
  const shown = mine.find((each) => each.id === shownId) ?? mine.find((each) => isSame(searchOf(each), view));
  return (
    <>
      {listed.length > 0 && (
        <Menu position="bottom-end" width={260}>
          <Menu.Target>
            <Button variant="default" leftSection={<Bookmark size={14} aria-hidden="true" />}>
              {t('views')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {listed.map((each) => (
              <Menu.Item
                key={each.id}
                leftSection={each.pinned && <Pin size={13} aria-hidden="true" />}
                onClick={() => show(each)}
              >
                {each.name}
                {!each.mine && <span className={css.shared}>{t('views.shared')}</span>}
              </Menu.Item>
            ))}
            {listed.some((each) => each.mine) && <Menu.Divider />}
            {listed
              .filter((each) => each.mine)
              .map((each) => (
                <Menu.Item
                  key={`remove ${each.id}`}
                  leftSection={<Trash2 size={13} aria-hidden="true" />}
                  onClick={() => void remove(each)}
                >
                  {t('views.remove', { name: each.name })}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Button variant="default" onClick={() => setSaving(true)}>
        {t('views.save')}
      </Button>
      {saving && (
        <SaveView
          screen={screen}
          view={view}
          mine={mine}
          shown={shown}
          onSaved={setShownId}
          onClose={() => setSaving(false)}
        />
      )}
    </>
  );
}

function searchOf(saved: Saved): View {
  return Object.fromEntries(
    Object.entries(saved.search).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [],
    ),
  );
}

async function remove({ id, screen, name, search, shared, pinned }: Saved): Promise<void> {
  try {
    await ask(api.removeView, { params: { id } });
    offerUndo(t('views.removed', { name }), async () => {
      await ask(api.createView, {
        body: {
          screen,
          name,
          search: Object.fromEntries(
            Object.entries(search).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
          ),
          shared,
          pinned,
        },
      });
      await readAgain(api.listViews);
    });
  } catch (error) {
    notifyProblem(problemText(error));
  }
  await readAgain(api.listViews);
}

interface SaveViewProps {
  screen: string;
  view: View;
  mine: readonly Saved[];
  /** The one that is looked at. */
  shown: Saved | undefined;
  onSaved: (id: string) => void;
  onClose: () => void;
}

function SaveView({ screen, view, mine, shown, onSaved, onClose }: SaveViewProps) {
  const [name, setName] = useState(shown?.name ?? '');
  const [shared, setShared] = useState(shown?.shared ?? false);
  const [pinned, setPinned] = useState(shown?.pinned ?? false);
  const before = mine.find((each) => each.name === name.trim());
  const save = useMutation({
    mutationFn: () => {
      const search = Object.fromEntries(
        Object.entries(view).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
      );
      return before
        ? ask(
            api.changeView,
            { params: { id: before.id }, body: { search, shared, pinned } },
            { ifMatch: before.version },
          )
        : ask(api.createView, { body: { screen, name: name.trim(), search, shared, pinned } });
    },
    onSuccess: async (saved) => {
      notify(t('views.saved', { name: saved.name }));
      onSaved(saved.id);
      onClose();
      await readAgain(api.listViews);
    },
  });
  return (
    <FormDialog onClose={onClose} title={t('views.title')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        label={t('views.name')}
        description={t(before ? 'views.in place' : 'views.name hint')}
        value={name}
        maxLength={100}
        required
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox
        label={t('views.shared with all')}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <Checkbox
        label={t('views.pinned')}
        checked={pinned}
        onChange={(event) => setPinned(event.currentTarget.checked)}
      />
      {save.error && <QueryProblem error={save.error} />}
      <FormButtons send={t('views.do')} busy={save.isPending} disabled={name.trim() === ''} onCancel={onClose} />
    </FormDialog>
  );
}
