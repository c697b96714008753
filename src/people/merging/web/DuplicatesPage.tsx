import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useAct, useRows } from '../../../web/api.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { BlockSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useMay } from '../../../web/session.ts';
import { notifyUndo } from '../../../web/shell/toasts.ts';
import { RecordLink } from '../../web/RecordLink.tsx';
import { mergingContract, type DuplicateGroup } from '../contract.ts';
import css from './merging.module.css';
import { t } from './messages.ts';

type Kind = 'account' | 'contact';

/** What may be there twice, by what it has in common. */
export function DuplicatesPage() {
  const [view, setView] = useView();
  const kind: Kind = view['kind'] === 'contact' ? 'contact' : 'account';
  const by = view['by'] === 'reach' ? 'reach' : 'name';
  const { rows, loading, problem, hasMore, onMore } = useRows(
    mergingContract.listDuplicates,
    { query: { kind, by } },
    { meta: { hears: [kind] } },
  );
  return (
    <Page title={t('duplicates')} crumbs={[]}>
      <PageHeader title={t('duplicates')} />
      <p className={css.lead}>{t('duplicates.lead')}</p>
      <div className={css.switches}>
        <Tabs
          look="switch"
          label={t('kind')}
          value={kind}
          onChange={(id) => setView({ kind: id })}
          tabs={[
            { id: 'account', label: t('kind.account') },
            { id: 'contact', label: t('kind.contact') },
          ]}
        />
        <Tabs
          look="chips"
          label={t('by')}
          value={by}
          onChange={(id) => setView({ by: id })}
          tabs={[
            { id: 'name', label: t(`by.${kind}.name`) },
            { id: 'reach', label: t(`by.${kind}.reach`) },
          ]}
        />
      </div>
      {problem && rows.length === 0 ? (
        <QueryProblem error={problem} onRetry={onMore} />
      ) : loading && rows.length === 0 ? (
        <BlockSkeleton height={240} />
      ) : rows.length === 0 ? (
        <EmptyState sentence={t('none')} />
      ) : (
        <ul className={css.groups}>
          {rows.map((group) => (
            <Group key={group.by} kind={kind} group={group} />
          ))}
        </ul>
      )}
      {hasMore && (
        <Button variant="default" loading={loading} onClick={onMore}>
          {t('load more')}
        </Button>
      )}
    </Page>
  );
}

function Group({ kind, group }: { kind: Kind; group: DuplicateGroup }) {
  const [first] = group.records;
  if (!first) return null;
  return (
    <li className={css.group}>
      {group.records.map((record) => (
        <div key={record.id} className={css.record}>
          <RecordLink to={`/${kind}s/${record.id}`}>{record.name}</RecordLink>
          <span>{[record.city, record.reach].filter(Boolean).join(' · ')}</span>
          <span className={css.count}>{t('touchpoints', { count: record.touchpoints })}</span>
          <Pair
            kind={kind}
            one={group.records.find((other) => other !== record && !record.apartFrom.includes(other.id))}
            other={record}
            first={record === first}
          />
        </div>
      ))}
      {group.more > 0 && <p className={css.quiet}>{t('more', { count: group.more })}</p>}
    </li>
  );
}

type Shown = DuplicateGroup['records'][number];

/** What can be said of a record and the first one before it that it may be the same as. */
function Pair({ kind, one, other, first }: { kind: Kind; one: Shown | undefined; other: Shown; first: boolean }) {
  const navigate = useNavigate();
  const mayWrite = useMay(`${kind}:write`);
  const touches = [mergingContract.listDuplicates];
  const apart = useAct(mergingContract.sayNotTheSame, { touches });
  const perhaps = useAct(mergingContract.sayPerhapsTheSame, { touches });
  if (first || !one || !mayWrite) return <span />;
  const pair = { kind, id: one.id, otherId: other.id };
  return (
    <span className={css.pair}>
      <Button
        variant="default"
        aria-label={t('compare with', { name: one.name })}
        onClick={() => void navigate({ to: `/merge/${kind}/${one.id}/${other.id}` })}
      >
        {t('compare')}
      </Button>
      <Button
        variant="subtle"
        aria-label={t('not the same as', { one: other.name, name: one.name })}
        onClick={() =>
          apart.mutate(
            { input: { body: pair } },
            {
              onSuccess: () =>
                notifyUndo(t('noted apart', { one: one.name, other: other.name }), () =>
                  perhaps.mutateAsync({ input: { params: pair } }).then(() => {}),
                ),
            },
          )
        }
      >
        {t('not the same')}
      </Button>
    </span>
  );
}
