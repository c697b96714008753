import { Button, Radio } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Refusal } from '../../../web/kit/Form.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../../web/kit/Skeletons.tsx';
import { queries } from '../../../web/queries.ts';
import { notify, notifyUndo } from '../../../web/shell/toasts.ts';
import { peopleContract } from '../../contract.ts';
import { keys } from '../../web/data.ts';
import { sayProblem } from '../../web/edits.ts';
import { accountChoices, contactChoices, isEmpty } from '../choices.ts';
import { mergingContract } from '../contract.ts';
import css from './merging.module.css';
import { t } from './messages.ts';

type Kind = 'account' | 'contact';
type Shown = Record<string, unknown> & { id: string; name: string; version: number };

/** Both records side by side: which is kept, and of each field whose value. */
export function MergePage() {
  const { kind, id, other }: { kind?: string; id?: string; other?: string } = useParams({ strict: false });
  if (!id || !other) return null;
  return <Compare key={`${id} ${other}`} kind={kind === 'contact' ? 'contact' : 'account'} ids={[id, other]} />;
}

function Compare({ kind, ids }: { kind: Kind; ids: readonly [string, string] }) {
  const one = useRecord(kind, ids[0]);
  const two = useRecord(kind, ids[1]);
  const error = one.error ?? two.error;
  if (error) return <QueryProblem error={error} onRetry={() => void Promise.all([one.refetch(), two.refetch()])} />;
  if (!one.data || !two.data) return <PageSkeleton />;
  return <Choose kind={kind} records={[one.data, two.data]} />;
}

function useRecord(kind: Kind, id: string) {
  return useQuery<Shown>({
    queryKey: kind === 'account' ? keys.account(id) : keys.contact(id),
    queryFn: async ({ signal }): Promise<Shown> =>
      kind === 'account'
        ? ask(peopleContract.readAccount, { params: { id } }, { signal })
        : ask(peopleContract.readContact, { params: { id } }, { signal }),
    staleTime: 0,
  });
}

function Choose({ kind, records }: { kind: Kind; records: readonly [Shown, Shown] }) {
  const navigate = useNavigate();
  const [keptId, setKeptId] = useState(records[0].id);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const [kept, other] = records[0].id === keptId ? records : [records[1], records[0]];
  const choices = kind === 'account' ? accountChoices : contactChoices;
  const sourceOf = (field: string): string =>
    isEmpty(kept[field]) ? other.id : isEmpty(other[field]) ? kept.id : (chosen[field] ?? kept.id);

  const merge = async () => {
    setWorking(true);
    try {
      const take = choices.filter((field) => sourceOf(field) === other.id);
      const input = {
        params: { id: kept.id },
        body: { otherId: other.id, otherVersion: other.version, take: [...take] },
      };
      const done =
        kind === 'account'
          ? await ask(mergingContract.mergeAccounts, input as never, { ifMatch: kept.version })
          : await ask(mergingContract.mergeContacts, input as never, { ifMatch: kept.version });
      await readRecordsAgain();
      notifyUndo(t('done', { gone: other.name, kept: kept.name, count: done.moved }), async () => {
        await ask(mergingContract.undoMerge, { params: { id: done.mergeId } }).then(
          () => notify(t('undone')),
          sayProblem,
        );
        await readRecordsAgain();
      });
      void navigate({ to: `/${kind}s/${kept.id}` });
    } catch (error) {
      setProblem(error);
      setWorking(false);
    }
  };

  return (
    <Page
      title={t('title', { one: records[0].name, other: records[1].name })}
      crumbs={[{ label: t('duplicates'), to: '/duplicates' }]}
    >
      <PageHeader
        title={t('title', { one: records[0].name, other: records[1].name })}
        back={{ label: t('duplicates'), to: '/duplicates' }}
      />
      <p className={css.lead}>{t('keep lead')}</p>
      <div className={css.table} role="group" aria-label={t('field')}>
        <div className={css.row} data-head="true">
          <span>{t('keep')}</span>
          {records.map((record) => (
            <Radio
              key={record.id}
              name="kept"
              label={record.name}
              aria-label={t('keep this', { name: record.name })}
              checked={record.id === keptId}
              onChange={() => setKeptId(record.id)}
            />
          ))}
        </div>
        {choices
          .filter((field) => records.some((record) => !isEmpty(record[field])))
          .map((field) => (
            <FieldRow
              key={field}
              field={field}
              records={records}
              chosen={sourceOf(field)}
              onChoose={(id) => setChosen({ ...chosen, [field]: id })}
            />
          ))}
        {(kind === 'account' ? (['tags'] as const) : (['emails', 'phones', 'tags'] as const))
          .filter((field) => records.some((record) => listOf(record[field]).length > 0))
          .map((field) => (
            <BothRow key={field} field={field} records={records} />
          ))}
      </div>
      <Refusal error={problem} />
      <div>
        <Button loading={working} onClick={() => void merge()}>
          {t('confirm', { name: kept.name })}
        </Button>
      </div>
    </Page>
  );
}

interface FieldRowProps {
  field: (typeof accountChoices)[number] | (typeof contactChoices)[number];
  records: readonly [Shown, Shown];
  /** The record whose value is kept. */
  chosen: string;
  onChoose: (id: string) => void;
}

/** Of two values one is chosen; where one says nothing, there is nothing to choose. */
function FieldRow({ field, records, chosen, onChoose }: FieldRowProps) {
  const same = textOf(records[0], field) === textOf(records[1], field);
  return (
    <div className={css.row} data-same={same}>
      <span>{t(`field.${field}`)}</span>
      {records.map((record) =>
        same || records.some((each) => isEmpty(each[field])) ? (
          <span key={record.id} className={css.value}>
            {textOf(record, field) || t('no value')}
          </span>
        ) : (
          <Radio
            key={record.id}
            name={field}
            label={textOf(record, field)}
            aria-label={t('value', { field: t(`field.${field}`), value: textOf(record, field) })}
            checked={record.id === chosen}
            onChange={() => onChoose(record.id)}
          />
        ),
      )}
    </div>
  );
}

/** A list keeps what both hold. */
function BothRow({ field, records }: { field: 'tags' | 'emails' | 'phones'; records: readonly [Shown, Shown] }) {
  return (
    <div className={css.row} data-same="true">
      <span>
        {t(`field.${field}`)} <i className={css.quiet}>{t('both')}</i>
      </span>
      {records.map((record) => (
        <span key={record.id} className={css.value}>
          {listOf(record[field]).join(', ') || t('no value')}
        </span>
      ))}
    </div>
  );
}

async function readRecordsAgain(): Promise<void> {
  await Promise.all([
    readAgain(mergingContract.listDuplicates),
    ...[keys.accounts, keys.contacts, ['account'], ['contact']].map(async (queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  ]);
}

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** A field as a person reads it: names instead of ids. */
function textOf(record: Shown, field: string): string {
  const named: Record<string, unknown> = {
    ownerId: record['owner'],
    parentId: record['parent'],
    accountId: employerOf(record),
  };
  if (field in named) {
    const of = named[field];
    return typeof of === 'object' && of !== null && 'name' in of ? String(of.name) : '';
  }
  const value = record[field];
  if (isEmpty(value)) return '';
  if (field === 'kind') return value === 'household' ? t('household') : t('organization');
  return typeof value === 'number' ? format.number(value) : String(value);
}

function employerOf(record: Shown): unknown {
  const affiliations = record['affiliations'] as
    | readonly { accountId: string; until: string | null; account: unknown }[]
    | undefined;
  return affiliations?.find((each) => each.accountId === record['accountId'] && each.until === null)?.account;
}
