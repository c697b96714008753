import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAnswer } from '../../../web/api.ts';
import { Form } from '../../../web/kit/Form.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { caseContract as api } from '../contract.ts';
import css from './cases.module.css';
import { LevelForm } from './LevelForm.tsx';
import { t } from './messages.ts';

/** What is promised in service, and the answers that are given often. */
export default function ServicePromises() {
  const { data, error, refetch } = useAnswer(api.readServiceLevel);
  return (
    <div className={css.level}>
      {error && !data && <QueryProblem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsSkeleton rows={6} />}
      {data && <LevelForm key={data.version} stored={data.level} version={data.version} shipped={data.shipped} />}
      <CannedAnswers />
    </div>
  );
}

function CannedAnswers() {
  const mayChange = useMay('case:write');
  const { data } = useAnswer(api.listCannedAnswers, {}, { meta: { hears: ['canned answer'] } });
  const [name, setName] = useState('');
  const [body, setBody] = useState('');
  const add = useAct(api.addCannedAnswer, { touches: [api.listCannedAnswers] });
  const remove = useAct(api.removeCannedAnswer, { touches: [api.listCannedAnswers] });
  return (
    <section>
      <h2>{t('canned.title')}</h2>
      {/* The names in braces are what people type. */}
      <p className={css.small}>{t('canned.intro', { contact: '{{contact}}', subject: '{{subject}}', me: '{{me}}' })}</p>
      {data?.items.length === 0 && <p className={css.quiet}>{t('canned.none')}</p>}
      {data?.items.map((each) => (
        <div key={each.id} className={css.cannedRow}>
          <b>{each.name}</b>
          <p style={{ whiteSpace: 'pre-wrap' }}>{each.body}</p>
          {mayChange && (
            <div>
              <Button
                size="xs"
                variant="default"
                onClick={() =>
                  remove.mutate(
                    { input: { params: { id: each.id } } },
                    { onSuccess: () => notify(t('canned.removed', { name: each.name })) },
                  )
                }
              >
                {t('canned.remove')}
              </Button>
            </div>
          )}
        </div>
      ))}
      {mayChange && (
        <Form
          className={css.cannedRow}
          onSend={() => {
            add.mutate(
              { input: { body: { name, body } } },
              {
                onSuccess: (made) => {
                  notify(t('canned.saved', { name: made.name }));
                  setName('');
                  setBody('');
                },
              },
            );
          }}
        >
          <TextInput
            required
            label={t('canned.name')}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            required
            autosize
            minRows={3}
            label={t('canned.body')}
            maxLength={8000}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" variant="default" loading={add.isPending}>
              {t('canned.add')}
            </Button>
          </div>
        </Form>
      )}
    </section>
  );
}
