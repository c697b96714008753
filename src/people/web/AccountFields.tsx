import { TagsInput } from '@mantine/core';
import { format } from '../../web/format.ts';
import { OwnFields } from '../../web/kit/OwnFields.tsx';
import { PersonPicker, RecordPicker } from '../../web/kit/RecordPicker.tsx';
import type { Account, AccountDetail } from '../contract.ts';
import { searchMembers } from './AccountCells.tsx';
import { useMembers } from './data.ts';
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
  const save = (body: AccountChange, label: string) => void edit(account, body, label, true).catch(sayProblem);
  return (
    <section className={css.section} aria-label={t('page.about')}>
      <div className={css.sectionHead}>
        <h2>{t('page.about')}</h2>
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
        />
        <WithHistory of={{ kind: 'account', id: account.id, field: 'ownerId', label: t('field.owner') }}>
          <PersonPicker
            label={t('field.owner')}
            value={account.owner}
            onChange={(pick) => save({ ownerId: pick?.id ?? null }, t('field.owner'))}
            search={searchMembers(members)}
          />
        </WithHistory>
        <WithHistory of={{ kind: 'account', id: account.id, field: 'parentId', label: t('field.parent') }}>
          <RecordPicker
            label={t('field.parent')}
            value={account.parent}
            onChange={(pick) => save({ parentId: pick?.id ?? null }, t('field.parent'))}
            search={searchAccounts}
          />
        </WithHistory>
        <WithHistory of={{ kind: 'account', id: account.id, field: 'tags', label: t('field.tags') }}>
          <TagsInput
            label={t('field.tags')}
            placeholder={t('edit.add tag')}
            value={account.tags}
            onChange={(tags) => save({ tags }, t('field.tags'))}
            className={css.wide ?? ''}
          />
        </WithHistory>
        <div className={css.wide}>
          <RecordField<Account>
            label={t('field.description')}
            value={account.description}
            of={{ kind: 'account', id: account.id, field: 'description' }}
            multiline
            save={(value, overwrite) => edit(account, { description: value }, t('field.description'), overwrite)}
            read={(record) => record.description}
          />
        </div>
      </div>
      <OwnFields custom={account.custom} list="/relationships" view={{ as: 'table' }} />
    </section>
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
