import { Button, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { consentChannels, consentStates, purposes } from '../consent/consent.ts';
import { shoppingContract as api } from '../contract.ts';
import { t } from './messages.ts';
import css from './shopping.module.css';

/** What a person allowed, per channel and purpose, and every word they said on it. */
export function ConsentPart({ contactId, mayChange }: { contactId: string; mayChange: boolean }) {
  const [noting, setNoting] = useState(false);
  const { data, error } = useAnswer(api.readConsent, { params: { id: contactId } }, { meta: { hears: ['contact'] } });
  if (error && !data) return <QueryProblem error={error} />;
  if (!data) return null;
  return (
    <section className={css.section} aria-label={t('consent.title')}>
      <div className={css.headline}>
        <h2>{t('consent.title')}</h2>
        {mayChange && (
          <Button variant="default" onClick={() => setNoting(true)}>
            {t('consent.note')}
          </Button>
        )}
      </div>
      <p className={css.words}>{t('consent.intro')}</p>
      <table className={css.grid}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('consent.purpose')}</span>
            </th>
            {consentChannels.map((channel) => (
              <th key={channel} scope="col">
                {t(`consent.channel ${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {purposes.map((purpose) => (
            <tr key={purpose}>
              <th scope="row">{t(`consent.purpose ${purpose}`)}</th>
              {consentChannels.map((channel) => {
                const cell = data.allowed.find((each) => each.channel === channel && each.purpose === purpose);
                return (
                  <td key={channel} data-allowed={cell?.allowed ?? false}>
                    {t(cell?.allowed ? 'consent.yes' : 'consent.no')}
                    {cell?.word === null && <span className={css.quiet}> ({t('consent.silent')})</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {data.words.length > 0 && (
        <details>
          <summary>{t('consent.history')}</summary>
          <ul className={css.list}>
            {data.words.map((word) => (
              <li key={word.id} className={css.row}>
                <span className={css.two}>
                  <span className={css.first}>
                    {t(`consent.${word.state}`)}:{' '}
                    {t('consent.cell', {
                      channel: t(`consent.channel ${word.channel}`),
                      purpose: t(`consent.purpose ${word.purpose}`),
                      state: word.source,
                    })}
                  </span>
                  {word.evidence !== null && <span className={`${css.second} ${css.wrap}`}>{word.evidence}</span>}
                </span>
                <span className={css.second}>
                  {[
                    format.date(word.at, 'full'),
                    ...(word.memberName === null ? [] : [t('consent.by', { name: word.memberName })]),
                  ].join(', ')}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {noting && <NoteConsent contactId={contactId} onClose={() => setNoting(false)} />}
    </section>
  );
}

function NoteConsent({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const [channel, setChannel] = useState<(typeof consentChannels)[number]>('mail');
  const [purpose, setPurpose] = useState<(typeof purposes)[number]>('marketing');
  const [state, setState] = useState<(typeof consentStates)[number]>('given');
  const [source, setSource] = useState('');
  const [evidence, setEvidence] = useState('');
  const note = useAct(api.noteConsent, { touches: [api.readConsent] });
  return (
    <FormDialog
      onClose={onClose}
      title={t('consent.note')}
      onSend={() => {
        void note
          .mutateAsync({
            input: {
              params: { id: contactId },
              body: {
                channel,
                purpose,
                state,
                source,
                ...(evidence.trim() === '' ? {} : { evidence: evidence.trim() }),
              },
            },
          })
          .then(() => {
            notify(t('prospect.noted'));
            onClose();
          })
          .catch(() => {});
      }}
    >
      <SegmentedControl
        aria-label={t('consent.state')}
        data={consentStates.map((value) => ({ value, label: t(`consent.${value}`) }))}
        value={state}
        onChange={(value) => setState(value === 'withdrawn' ? 'withdrawn' : 'given')}
      />
      <div className={css.pair}>
        <Select
          label={t('consent.channel')}
          data={consentChannels.map((value) => ({ value, label: t(`consent.channel ${value}`) }))}
          value={channel}
          allowDeselect={false}
          onChange={(value) => setChannel(consentChannels.find((each) => each === value) ?? 'mail')}
        />
        <Select
          label={t('consent.purpose')}
          data={purposes.map((value) => ({ value, label: t(`consent.purpose ${value}`) }))}
          value={purpose}
          allowDeselect={false}
          onChange={(value) => setPurpose(purposes.find((each) => each === value) ?? 'marketing')}
        />
      </div>
      <TextInput
        label={t('consent.source')}
        placeholder={t('consent.source hint')}
        required
        maxLength={300}
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
        data-autofocus
      />
      <Textarea
        label={t('consent.evidence')}
        maxLength={5000}
        autosize
        minRows={2}
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
      />
      <FormButtons send={t('save')} busy={note.isPending} onCancel={onClose} />
    </FormDialog>
  );
}
