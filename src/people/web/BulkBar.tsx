import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Sends } from '../../platform/contract.ts';
import { ask } from '../../web/connection.ts';
import { Form } from '../../web/kit/Form.tsx';
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
  /** What the list is narrowed to, and whether it holds more than the selected records. */
  filter: Record<string, string>;
  more: boolean;
  onDone: () => void;
  members: Members;
}

/** What can be done with all selected records at once; every one of them can be taken back. */
export function BulkBar({ kind, selection, filter, more, onDone, members }: BulkBarProps) {
  const mayList = useMay('segment:write');
  const mayDelete = useMay(`${kind}:delete`);
  const { all, wholeList, run } = useBulk({ kind, selection, filter, onDone });
  const end = (
    <Button variant="subtle" onClick={onDone}>
      {t('bulk.clear')}
    </Button>
  );
  const chosen = (
    <>
      <b>{web('table.selected', { count: all?.count ?? selection.size })}</b>
      {more && !all && (
        <Button variant="subtle" onClick={() => void wholeList()}>
          {t('bulk.whole list')}
        </Button>
      )}
    </>
  );
  // What is deleted can only come back.
  if (filter['deleted'] === 'true')
    return (
      <div role="toolbar" aria-label={t('bulk.bar')} className={css.bulk}>
        {chosen}
        {mayDelete && (
          <Button variant="default" onClick={() => void run({ action: 'restore' })}>
            {t('page.restore')}
          </Button>
        )}
        {end}
      </div>
    );
  return (
    <div role="toolbar" aria-label={t('bulk.bar')} className={css.bulk}>
      {chosen}
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
      {kind === 'account' && mayList && !all && (
        <Asking label={t('bulk.add to list')}>
          {(close) => <AddToList accountIds={[...selection]} onDone={close} />}
        </Asking>
      )}
      {mayDelete && (
        <Button variant="default" onClick={() => void run({ action: 'delete' })}>
          {t('bulk.delete')}
        </Button>
      )}
      {end}
    </div>
  );
}

/** Changes all that are selected, or all that the filter finds, and says what came of it. */
function useBulk({ kind, selection, filter, onDone }: Pick<BulkBarProps, 'kind' | 'selection' | 'filter' | 'onDone'>) {
  const queries = useQueryClient();
  /** All that the filter finds, once the person asked for them; another selection is a smaller one again. */
  const [whole, setWhole] = useState<{ of: ReadonlySet<string>; count: number }>();
  const all = whole?.of === selection ? whole : undefined;
  const wholeList = async () => {
    try {
      const { records } = await ask(peopleContract.countMany, { body: { kind, filter: given(filter) } });
      setWhole({ of: selection, count: records });
    } catch (error) {
      sayProblem(error);
    }
  };
  const refresh = () => queries.invalidateQueries({ queryKey: kind === 'account' ? keys.accounts : keys.contacts });
  const run = async (change: Change) => {
    try {
      const bulk = await ask(peopleContract.changeMany, {
        body: { kind, ...(all ? { filter: given(filter) } : { ids: [...selection] }), change },
      });
      onDone();
      await refresh();
      const refused = bulk.skipped - bulk.same;
      const said = parts([
        t(`bulk.done ${bulk.action}`, { count: bulk.records }),
        bulk.same > 0 && t('bulk.same', { count: bulk.same }),
        refused > 0 && t('bulk.refused', { count: refused }),
      ]);
      if (bulk.records > 0) notifyUndo(said, () => takeBack(bulk.id));
      else notify(said);
    } catch (error) {
      sayProblem(error);
    }
  };
  const takeBack = async (id: string) => {
    const { restored, kept, outOfSight } = await ask(peopleContract.undoMany, { params: { id } });
    await refresh();
    notify(
      parts([
        t('bulk.undone', { count: restored }),
        kept > 0 && t('bulk.kept', { count: kept }),
        outOfSight > 0 && t('bulk.out of sight', { count: outOfSight }),
      ]),
    );
  };
  return { all, wholeList, run };
}

/** The filter of the address, where every value is text, as the body of a change wants it: read alike, but for what is a list or a number there. */
const given = (filter: Record<string, string>) =>
  filter as NonNullable<Sends<typeof peopleContract.countMany>['body']>['filter'];

const parts = (said: readonly (string | false)[]): string => said.filter((part) => part !== false).join(' · ');

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
    <Form
      onSend={() => {
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
    </Form>
  );
}
