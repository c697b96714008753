import { Select, Switch, Textarea, TextInput } from '@mantine/core';
import { searchMembers } from '../../people/web/AccountCells.tsx';
import { useMembers } from '../../people/web/data.ts';
import { ask } from '../../web/connection.ts';
import { PersonPicker, RecordPicker, type Pick } from '../../web/kit/RecordPicker.tsx';
import { consentChannels, purposes } from '../consent/consent.ts';
import { shoppingContract as api } from '../contract.ts';
import { touchpointOf } from '../forms/form.ts';
import { searchSegments } from './CampaignDialog.tsx';
import { t } from './formMessages.ts';
import type { FormPartProps } from './formDraft.ts';
import { t as shopping } from './messages.ts';
import css from './shopping.module.css';

const searchCampaigns = async (text: string, signal: AbortSignal): Promise<readonly Pick[]> =>
  (await ask(api.listCampaigns, { query: { limit: '20', ...(text === '' ? {} : { text }) } }, { signal })).items.map(
    ({ id, name }) => ({ id, name }),
  );

/** What visitors read, what the form becomes, and what it asks them to allow. */
export function FormWords({ draft, write, readOnly }: FormPartProps) {
  const members = useMembers();
  const orNull = (text: string) => (text === '' ? null : text);
  return (
    <>
      <div className={css.form}>
        <div className={css.pair}>
          <TextInput
            label={t('name own')}
            required
            maxLength={300}
            readOnly={readOnly}
            value={draft.name}
            onChange={(event) => write({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t('title')}
            required
            maxLength={300}
            readOnly={readOnly}
            value={draft.title}
            onChange={(event) => write({ title: event.currentTarget.value })}
          />
        </div>
        <Textarea
          label={t('intro')}
          maxLength={5000}
          autosize
          minRows={2}
          readOnly={readOnly}
          value={draft.intro ?? ''}
          onChange={(event) => write({ intro: orNull(event.currentTarget.value) })}
        />
        <div className={css.pair}>
          <TextInput
            label={t('button')}
            required
            maxLength={60}
            readOnly={readOnly}
            value={draft.button}
            onChange={(event) => write({ button: event.currentTarget.value })}
          />
          <TextInput
            label={t('thanks')}
            required
            maxLength={2000}
            readOnly={readOnly}
            value={draft.thanks}
            onChange={(event) => write({ thanks: event.currentTarget.value })}
          />
        </div>
        <Switch
          label={t('active label')}
          checked={draft.active}
          disabled={readOnly}
          onChange={(event) => write({ active: event.currentTarget.checked })}
        />
      </div>
      <section className={css.section} aria-label={t('becomes')}>
        <h2>{t('becomes')}</h2>
        <div className={css.pair}>
          <Select
            label={t('becomes kind')}
            data={touchpointOf.map((value) => ({ value, label: t(`touch.${value}`) }))}
            value={draft.touchpointKind}
            allowDeselect={false}
            readOnly={readOnly}
            onChange={(value) => write({ touchpointKind: touchpointOf.find((each) => each === value) ?? 'inquiry' })}
          />
          <RecordPicker
            label={t('segment')}
            value={draft.segment}
            onChange={(segment) => write({ segment })}
            search={searchSegments}
          />
          <RecordPicker
            label={t('campaign')}
            value={draft.campaign}
            onChange={(campaign) => write({ campaign })}
            search={searchCampaigns}
          />
          <PersonPicker
            label={t('owner')}
            value={draft.owner}
            onChange={(owner) => write({ owner })}
            search={searchMembers(members)}
          />
        </div>
      </section>
      <section className={css.section} aria-label={t('consent')}>
        <h2>{t('consent')}</h2>
        <div className={css.form}>
          <Switch
            label={t('consent ask')}
            checked={draft.consent !== null}
            disabled={readOnly}
            onChange={(event) =>
              write({
                consent: event.currentTarget.checked
                  ? { channel: 'mail', purpose: 'marketing', text: t('consent default') }
                  : null,
              })
            }
          />
          {draft.consent && (
            <>
              <div className={css.pair}>
                <Select
                  label={shopping('consent.channel')}
                  data={consentChannels.map((value) => ({ value, label: shopping(`consent.channel ${value}`) }))}
                  value={draft.consent.channel}
                  allowDeselect={false}
                  readOnly={readOnly}
                  onChange={(value) =>
                    write({
                      consent: { ...draft.consent!, channel: consentChannels.find((each) => each === value) ?? 'mail' },
                    })
                  }
                />
                <Select
                  label={shopping('consent.purpose')}
                  data={purposes.map((value) => ({ value, label: shopping(`consent.purpose ${value}`) }))}
                  value={draft.consent.purpose}
                  allowDeselect={false}
                  readOnly={readOnly}
                  onChange={(value) =>
                    write({
                      consent: { ...draft.consent!, purpose: purposes.find((each) => each === value) ?? 'marketing' },
                    })
                  }
                />
              </div>
              <Textarea
                label={t('consent text')}
                required
                maxLength={1000}
                autosize
                minRows={2}
                readOnly={readOnly}
                value={draft.consent.text}
                onChange={(event) => write({ consent: { ...draft.consent!, text: event.currentTarget.value } })}
              />
            </>
          )}
          <Switch
            label={t('double')}
            description={t('double hint')}
            checked={draft.doubleOptIn}
            disabled={readOnly}
            onChange={(event) => write({ doubleOptIn: event.currentTarget.checked })}
          />
        </div>
      </section>
    </>
  );
}
