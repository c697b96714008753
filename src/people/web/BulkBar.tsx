import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Sends } from '../../platform/contract.ts';
import { ask } from '../../web/connection.ts';
import { PersonPicker } from '../../web/kit/RecordPicker.tsx';
import { t as web } from '../../web/messages/en.ts';
import { notify, notifyUndo } from '../../web/shell/toasts.ts';
import { AddToList } from '../../shopping/web/AddToList.tsx';
import { useMay } from '../../web/session.ts';
import { peopleContract } from '../contract.ts';
import { searchMembers } from './AccountCells.tsx';
import { keys, type Members } from './data.ts';
import { sayProblem } from './edits.ts';
import { EditPopover } from './EditPopover.tsx';
import { t } from './messages.ts';
import css from './people.module.css';

type Change = NonNullable<Sends<typeof peopleContract.changeMany>['body']>['change'];

interface BulkBarProps {
  kind: 'account' | 'contact';
  selection: ReadonlySet<string>;
  onDone: () => void;
  members: Members;
}

/** What can be done with all selected records at once; every one of them can be taken back. */
export function BulkBar({ kind, selection, onDone, members }: BulkBarProps) {
  const queries = useQueryClient();
  const mayList = useMay('segment:write');
  const refresh = () => queries.invalidateQueries({ queryKey: kind === 'account' ? keys.accounts : keys.contacts });
  const run = async (change: Change) => {
    try {
      const bulk = await ask(peopleContract.changeMany, { body: { kind, ids: [...selection], change } });
      onDone();
      await refresh();
      const said = t(`bulk.done ${bulk.action}`, { count: bulk.records });
      notifyUndo(
        bulk.skipped > 0 ? `${said} · ${t('bulk.skipped', { count: bulk.skipped })}` : said,
        () => void takeBack(bulk.id),
      );
    } catch (error) {
      sayProblem(error);
    }
  };
  const takeBack = async (id: string) => {
    try {
      const { restored, kept } = await ask(peopleContract.undoMany, { params: { id } });
      await refresh();
      const said = t('bulk.undone', { count: restored });
      notify(kept > 0 ? `${said} · ${t('bulk.kept', { count: kept })}` : said);
    } catch (error) {
      sayProblem(error);
    }
  };
  return (
    <div role="toolbar" aria-label={t('bulk.bar')} className={css.bulk}>
      <b>{web('table.selected', { count: selection.size })}</b>
      <Asking label={t('bulk.owner')}>
        {(close) => (
          <div className={css.stack}>
            <PersonPicker
              label={t('field.owner')}
              value={null}
              search={searchMembers(members)}
              onChange={(pick) => {
                if (pick) void run({ action: 'owner', ownerId: pick.id }).then(close);
              }}
            />
            <Button variant="default" onClick={() => void run({ action: 'owner', ownerId: null }).then(close)}>
              {t('bulk.to nobody')}
            </Button>
          </div>
        )}
      </Asking>
      <Asking label={t('bulk.add tag')}>
        {(close) => <TagForm verb={t('bulk.add tag')} go={(tag) => void run({ action: 'add tag', tag }).then(close)} />}
      </Asking>
      <Asking label={t('bulk.remove tag')}>
        {(close) => (
          <TagForm verb={t('bulk.remove tag')} go={(tag) => void run({ action: 'remove tag', tag }).then(close)} />
        )}
      </Asking>
      {kind === 'account' && mayList && (
        <Asking label={t('bulk.add to list')}>{(close) => <AddToList accountIds={[...selection]} onDone={close} />}</Asking>
      )}
      <Button variant="default" onClick={() => void run({ action: 'delete' })}>
        {t('bulk.delete')}
      </Button>
      <Button variant="subtle" onClick={onDone}>
        {t('bulk.clear')}
      </Button>
    </div>
  );
}

function Asking({ label, children }: { label: string; children: (close: () => void) => ReactNode }) {
  return (
    <EditPopover
      label={label}
      position="top-start"
      renderEditor={children}
      renderTarget={(toggle) => (
        <Button variant="default" onClick={toggle}>
          {label}
        </Button>
      )}
    />
  );
}

function TagForm({ verb, go }: { verb: string; go: (tag: string) => void }) {
  const [tag, setTag] = useState('');
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        if (tag.trim() !== '') go(tag.trim());
      }}
    >
      <TextInput
        data-autofocus
        label={t('field.tag')}
        value={tag}
        onChange={(event) => setTag(event.currentTarget.value)}
        maxLength={50}
      />
      <Button type="submit">{verb}</Button>
    </form>
  );
}
