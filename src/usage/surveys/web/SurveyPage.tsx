import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { BlockSkeleton } from '../../../web/kit/Skeletons.tsx';
import { surveyContract as api } from '../contract.ts';
import { t } from './messages.ts';
import { Scale } from './Rating.tsx';
import css from './surveys.module.css';

const eleven = Array.from({ length: 11 }, (_, i) => String(i));

/** One question, without signing in; or: do not ask me again. */
export function SurveyPage() {
  const [secret] = useState(() => (location.hash.length > 20 ? location.hash.slice(1, 101) : '-'.repeat(20)));
  const [recommend, setRecommend] = useState('');
  const [comment, setComment] = useState('');
  const { data, error } = useQuery({
    queryKey: ['survey page', secret],
    queryFn: ({ signal }) => ask(api.seeSurvey, { body: { secret } }, { signal }),
    retry: false,
    staleTime: Infinity,
  });
  const send = useMutation({
    mutationFn: (stop: boolean) =>
      ask(api.answerSurvey, {
        body: {
          secret,
          recommend: recommend === '' || stop ? null : Number(recommend),
          stop,
          ...(comment.trim() ? { comment: comment.trim() } : {}),
        },
      }),
  });
  useEffect(() => {
    document.title = data ? `${t('page.title')} · ${data.firm}` : t('page.title');
  }, [data]);
  if (error && !data)
    return (
      <main className={css.page}>
        <h1>{t('page.over')}</h1>
        <p>{problemText(error)}</p>
      </main>
    );
  if (!data)
    return (
      <main className={css.page}>
        <h1 className="visually-hidden">{t('page.title')}</h1>
        <BlockSkeleton height={220} />
      </main>
    );
  return (
    <main className={css.page}>
      <p className={css.quiet}>{data.firm}</p>
      <h1>{t('page.title')}</h1>
      {send.isSuccess || data.answered ? (
        <p role="status">{send.isSuccess ? t('rate.thanks') : t('page.answered')}</p>
      ) : (
        <Form className={css.rating} onSend={() => send.mutate(false)}>
          <Scale
            label={t('page.question', { firm: data.firm })}
            low={t('page.0')}
            high={t('page.10')}
            values={eleven}
            value={recommend}
            onChange={setRecommend}
          />
          <Textarea
            autosize
            minRows={2}
            maxLength={5000}
            label={t('rate.comment')}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Refusal error={send.error} />
          <div className={css.buttons}>
            <Button type="submit" size="lg" disabled={recommend === ''} loading={send.isPending}>
              {t('rate.go')}
            </Button>
            <Button variant="subtle" onClick={() => send.mutate(true)}>
              {t('page.stop')}
            </Button>
          </div>
        </Form>
      )}
    </main>
  );
}
