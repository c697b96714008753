import { Button, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { Building2, Share2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { OwnFields } from '../../web/kit/OwnFields.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { PersonPicker } from '../../web/kit/RecordPicker.tsx';
import { ShownField } from '../../web/kit/ShownField.tsx';
import { PageSkeleton } from '../../web/kit/Skeletons.tsx';
import { logFrom, openInfluence } from '../../web/shell/log.ts';
import { peopleContract, type Contact, type ContactDetail } from '../contract.ts';
import { searchMembers } from './AccountCells.tsx';
import { ContactTouchpoints } from './ContactTouchpoints.tsx';
import { Employers } from './Employers.tsx';
import { keys, useMembers } from './data.ts';
import { DeleteButton, DeletedBanner } from './Deleted.tsx';
import { Deciding } from './Deciding.tsx';
import { sayProblem, useContactEdit, type ContactChange } from './edits.ts';
import { MergeButton } from '../merging/web/MergeButton.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { useSession } from '../../web/session.ts';
import { t } from './messages.ts';
import css from './people.module.css';
import { ConsentPart } from '../../shopping/web/ConsentPart.tsx';
import { Reach } from './Reach.tsx';
import { RecordField } from './RecordField.tsx';
import { WithHistory } from '../../workspace/web/FieldHistory.tsx';
import { usePlace } from './usePlace.ts';
import { HistoryButton } from '../../workspace/web/HistoryButton.tsx';

/** One person: how to reach them, where they work and worked, and every touchpoint with them. */
export function ContactPage() {
  const params: { id?: string } = useParams({ strict: false });
  const id = params.id ?? '';
  const {
    data: contact,
    error,
    refetch,
  } = useQuery({
    queryKey: keys.contact(id),
    queryFn: ({ signal }) => ask(peopleContract.readContact, { params: { id } }, { signal }),
  });
  const accountId = contact?.accountId;
  useEffect(() => logFrom({ contactId: id, ...(accountId ? { accountId } : {}) }), [id, accountId]);
  if (error)
    return (
      <Page title={t('contacts')} crumbs={[]}>
        <PageHeader title={t('contacts')} back={{ label: t('contacts'), to: '/contacts' }} />
        <QueryProblem error={error} onRetry={() => void refetch()} />
      </Page>
    );
  if (!contact) return <PageSkeleton />;
  // The address of a record that was merged leads to the one that was kept.
  if (contact.mergedIntoId !== null)
    return <Navigate to="/contacts/$id" params={{ id: contact.mergedIntoId }} replace />;
  return <Read contact={contact} key={contact.id} />;
}

function Read({ contact }: { contact: ContactDetail }) {
  const session = useSession();
  const [moving, setMoving] = useState(false);
  const place = usePlace('/contacts/', contact.id);
  const crumbs = [{ label: t('contacts'), to: '/contacts' }];
  const present = contact.affiliations.find((each) => each.accountId === contact.accountId && each.until === null);
  return (
    <Page title={contact.name} crumbs={crumbs} aside={<ContactTouchpoints contact={contact} />}>
      <PageHeader
        title={contact.name}
        detail={[contact.title, present?.account?.name].filter(Boolean).join(' · ')}
        back={crumbs[0]}
        place={place}
        actions={
          <>
            {contact.mayChange && (
              <Button
                variant="default"
                leftSection={<Building2 size={14} aria-hidden="true" />}
                onClick={() => setMoving(true)}
              >
                {t('page.moved')}
              </Button>
            )}
            <HistoryButton of={{ kind: 'contact', id: contact.id }} name={contact.name} />
            {contact.mayChange && (
              <>
                <MergeButton kind="contact" record={contact} />
                {session.may.includes('touchpoint:write') && (
                  <Button
                    variant="default"
                    leftSection={<Share2 size={14} aria-hidden="true" />}
                    onClick={() =>
                      openInfluence({
                        fromContact: { id: contact.id, name: contact.name },
                        ...(present?.account ? { from: present.account } : {}),
                      })
                    }
                  >
                    {t('page.brought')}
                  </Button>
                )}
                <DeleteButton kind="contact" record={contact} />
              </>
            )}
          </>
        }
      />
      {contact.deletedAt !== null && <DeletedBanner kind="contact" record={contact} />}
      <section className={css.section} aria-label={t('page.about')}>
        <Reach name={contact.name} emails={contact.emails} phones={contact.phones} />
        <ContactFields contact={contact} />
        <OwnFields custom={contact.custom} list="/contacts" />
      </section>
      <Employers contact={contact} />
      <ConsentPart contactId={contact.id} mayChange={contact.mayChange} />
      {moving && <MoveDialog contact={contact} onClose={() => setMoving(false)} />}
    </Page>
  );
}

function ContactFields({ contact }: { contact: ContactDetail }) {
  const members = useMembers();
  const edit = useContactEdit();
  const fixed = !contact.mayChange;
  return (
    <div className={css.fields}>
      {textFields.map((field) => (
        <RecordField<Contact>
          key={field}
          label={t(`field.${field}`)}
          value={contact[field]}
          of={{ kind: 'contact', id: contact.id, field }}
          save={(value, overwrite) =>
            edit(contact, field === 'name' ? { name: value ?? '' } : { [field]: value }, t(`field.${field}`), overwrite)
          }
          read={(record) => record[field]}
          fixed={fixed}
        />
      ))}
      {severalFields.map(({ field, type }) => (
        <RecordField<Contact>
          key={field}
          label={t(`field.${field}`)}
          value={contact[field].join(', ')}
          of={{ kind: 'contact', id: contact.id, field }}
          type={type}
          save={(value, overwrite) => edit(contact, { [field]: parts(value) }, t(`field.${field}`), overwrite)}
          read={(record) => record[field].join(', ')}
          fixed={fixed}
        />
      ))}
      <WithHistory of={{ kind: 'contact', id: contact.id, field: 'ownerId', label: t('field.owner') }}>
        {fixed ? (
          <ShownField label={t('field.owner')} value={contact.owner?.name ?? t('nobody')} />
        ) : (
          <Deciding
            send={(body: ContactChange, overwrite) => edit(contact, body, t('field.owner'), overwrite)}
            words={(record: Contact) => members.nameOf(record.ownerId) ?? t('nobody')}
          >
            {(go) => (
              <PersonPicker
                label={t('field.owner')}
                value={contact.owner}
                onChange={(pick) => go({ ownerId: pick?.id ?? null })}
                search={searchMembers(members)}
              />
            )}
          </Deciding>
        )}
      </WithHistory>
      <WithHistory of={{ kind: 'contact', id: contact.id, field: 'tags', label: t('field.tags') }}>
        {fixed ? (
          <ShownField label={t('field.tags')} value={format.list(contact.tags)} />
        ) : (
          <TagsInput
            label={t('field.tags')}
            placeholder={t('edit.add tag')}
            value={contact.tags}
            onChange={(tags) => void edit(contact, { tags }, t('field.tags')).catch(sayProblem)}
          />
        )}
      </WithHistory>
      <div className={css.wide}>
        <RecordField<Contact>
          label={t('field.description')}
          value={contact.description}
          of={{ kind: 'contact', id: contact.id, field: 'description' }}
          multiline
          save={(value, overwrite) => edit(contact, { description: value }, t('field.description'), overwrite)}
          read={(record) => record.description}
          fixed={fixed}
        />
      </div>
    </div>
  );
}

const textFields = ['name', 'title', 'city', 'country'] as const;
const severalFields = [
  { field: 'emails', type: 'text' },
  { field: 'phones', type: 'tel' },
] as const;

const parts = (value: string | null): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
