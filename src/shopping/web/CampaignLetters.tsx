import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { Form, FormButtons } from '../../web/kit/Form.tsx';
import { useMay } from '../../web/session.ts';
import { notify } from '../../web/shell/toasts.ts';
import type { Campaign } from '../campaigns/contract.ts';
import { shoppingContract as api } from '../contract.ts';
import { t } from './campaignMessages.ts';
import css from './shopping.module.css';

/** Letters to those who allowed it. */
export function CampaignLetters({ campaign }: { campaign: Campaign }) {
  const [writing, setWriting] = useState(false);
  const [subject, setSubject] = useState('');
  const [body, setBody] = useState('');
  const mayRun = useMay('campaign:write');
  const letters = useRows(
    api.listCampaignLetters,
    { params: { id: campaign.id }, query: { limit: '20' } },
    { meta: { hears: ['campaign'] } },
  );
  const send = useAct(api.sendCampaignLetter, { touches: [api.listCampaignLetters] });
  return (
    <section className={css.section} aria-label={t('letters')}>
      <div className={css.headline}>
        <h2>{t('letters')}</h2>
        {mayRun && !writing && campaign.deletedAt === null && (
          <Button variant="default" onClick={() => setWriting(true)}>
            {t('write')}
          </Button>
        )}
      </div>
      {writing && (
        <Form
          onSend={() => {
            void send
              .mutateAsync({ input: { params: { id: campaign.id }, body: { subject, body } } })
              .then(() => {
                notify(t('letter on its way'));
                setWriting(false);
                setSubject('');
                setBody('');
              })
              .catch(() => {});
          }}
        >
          <TextInput
            label={t('subject')}
            required
            maxLength={300}
            value={subject}
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
          <Textarea
            label={t('body')}
            required
            maxLength={20_000}
            autosize
            minRows={6}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
          <FormButtons send={t('send')} busy={send.isPending} onCancel={() => setWriting(false)} />
        </Form>
      )}
      {letters.rows.length === 0 && !letters.loading && <p className={css.words}>{t('letters empty')}</p>}
      <ul className={letters.rows.length > 0 ? css.list : undefined}>
        {letters.rows.map((row) => (
          <li key={row.id} className={css.row}>
            <span className={css.two}>
              <span className={css.first}>{row.subject}</span>
              <span className={css.second}>
                {row.state === 'sent' ? t('letter sent', row) : t('letter sending', row)}
              </span>
            </span>
            <span className={css.second}>{format.date(row.createdAt, 'full')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
