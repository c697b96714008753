import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { OwnFields } from '../../web/kit/OwnFields.tsx';
import { PersonPicker, RecordPicker } from '../../web/kit/RecordPicker.tsx';
import { ShownField } from '../../web/kit/ShownField.tsx';
import { peopleContract, type Account, type AccountDetail } from '../contract.ts';
import { searchMembers } from './AccountCells.tsx';
import { useMembers } from './data.ts';
import { Deciding } from './Deciding.tsx';
import { DeleteButton } from './Deleted.tsx';
import { sayProblem, useAccountEdit, type AccountChange } from './edits.ts';
import { searchAccounts } from './find.ts';
import { t } from './messages.ts';
import css from './people.module.css';
import { RecordField } from './RecordField.tsx';
import { WithHistory } from '../../workspace/web/FieldHistory.tsx';

/** Everything about an account that a person types, each field edited where it stands. */
export function AccountFields({ account }: { account: AccountDetail }) {
  const members = useMembers();
  const edit = useAccountEdit();
  const fixed = !account.mayChange;
  return (
    <section className={css.section} aria-label={t('page.about')}>
      <div className={css.sectionHead}>
        <h2>{t('page.about')}</h2>
        {!fixed && (
          <span className={css.atEnd}>
            <DeleteButton kind="account" record={account} />
          </span>
        )}
      </div>
      <div className={css.fields}>
        {textFields.map(({ field, type }) => (
          <RecordField<Account>
            key={field}
            label={t(`field.${field}`)}
            value={account[field]}
            of={{ kind: 'account', id: account.id, field }}
            type={type}
            // An account always has a name.
            save={(value, overwrite) =>
              edit(
                account,
                field === 'name' ? { name: value ?? '' } : { [field]: value },
                t(`field.${field}`),
                overwrite,
              )
            }
            read={(record) => record[field]}
            fixed={fixed}
          />
        ))}
        <RecordField<Account>
          label={t('field.employees')}
          value={account.employees === null ? null : String(account.employees)}
          {...(account.employees === null ? {} : { shown: format.number(account.employees) })}
          of={{ kind: 'account', id: account.id, field: 'employees' }}
          type="number"
          save={(value, overwrite) =>
            edit(account, { employees: value === null ? null : Number(value) }, t('field.employees'), overwrite)
          }
          read={(record) => (record.employees === null ? null : String(record.employees))}
          fixed={fixed}
        />
        <WithHistory of={{ kind: 'account', id: account.id, field: 'ownerId', label: t('field.owner') }}>
          {fixed ? (
            <ShownField label={t('field.owner')} value={account.owner?.name ?? t('nobody')} />
          ) : (
            <Deciding
              send={(body: AccountChange, overwrite) => edit(account, body, t('field.owner'), overwrite)}
              words={(record: Account) => members.nameOf(record.ownerId) ?? t('nobody')}
            >
              {(go) => (
                <PersonPicker
                  label={t('field.owner')}
                  value={account.owner}
                  onChange={(pick) => go({ ownerId: pick?.id ?? null })}
                  search={searchMembers(members)}
                />
              )}
            </Deciding>
          )}
        </WithHistory>
        <WithHistory of={{ kind: 'account', id: account.id, field: 'parentId', label: t('field.parent') }}>
          {fixed ? (
            <ShownField label={t('field.parent')} value={account.parent?.name ?? ''} />
          ) : (
            <Parent account={account} edit={edit} />
          )}
        </WithHistory>
        <WithHistory of={{ kind: 'account', id: account.id, field: 'tags', label: t('field.tags') }}>
          {fixed ? (
            <ShownField label={t('field.tags')} value={format.list(account.tags)} />
          ) : (
            <TagsInput
              label={t('field.tags')}
              placeholder={t('edit.add tag')}
              value={account.tags}
              onChange={(tags) => void edit(account, { tags }, t('field.tags')).catch(sayProblem)}
              className={css.wide ?? ''}
            />
          )}
        </WithHistory>
        <div className={css.wide}>
          <RecordField<Account>
            label={t('field.description')}
            value={account.description}
            of={{ kind: 'account', id: account.id, field: 'description' }}
            multiline
            save={(value, overwrite) => edit(account, { description: value }, t('field.description'), overwrite)}
            read={(record) => record.description}
            fixed={fixed}
          />
        </div>
      </div>
      <OwnFields custom={account.custom} list="/relationships" view={{ as: 'table' }} />
    </section>
  );
}

/** The account above it. Two names are known: what stands there, and what was chosen; anybody else's choice is found by reading it. */
function Parent({ account, edit }: { account: AccountDetail; edit: ReturnType<typeof useAccountEdit> }) {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  return (
    <Deciding
      send={async (body: AccountChange, overwrite) => {
        const outcome = await edit(account, body, t('field.parent'), overwrite);
        if (!outcome.saved && outcome.current.parentId) {
          const { id, name } = await ask(peopleContract.readAccount, { params: { id: outcome.current.parentId } });
          setNames((known) => new Map([...known, [id, name]]));
        }
        return outcome;
      }}
      words={(record: Account) => (record.parentId ? (names.get(record.parentId) ?? t('account')) : '')}
    >
      {(go) => (
        <RecordPicker
          label={t('field.parent')}
          value={account.parent}
          onChange={(pick) => {
            if (pick) setNames(new Map([[pick.id, pick.name]]));
            go({ parentId: pick?.id ?? null });
          }}
          search={searchAccounts}
        />
      )}
    </Deciding>
  );
}

const textFields = [
  { field: 'name', type: 'text' },
  { field: 'industry', type: 'text' },
  { field: 'website', type: 'text' },
  { field: 'phone', type: 'tel' },
  { field: 'city', type: 'text' },
  { field: 'country', type: 'text' },
] as const;
