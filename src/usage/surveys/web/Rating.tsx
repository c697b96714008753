import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import { surveyContract as api } from '../contract.ts';
import { t } from './messages.ts';
import css from './surveys.module.css';

const five = ['1', '2', '3', '4', '5'];

/** At the end of a case: two taps, and a word if they like. */
export function Rating({ secret }: { secret: string }) {
  const [satisfaction, setSatisfaction] = useState('');
  const [effort, setEffort] = useState('');
  const [comment, setComment] = useState('');
  const send = useMutation({
    mutationFn: () =>
      ask(api.rateCase, {
        body: {
          secret,
          satisfaction: Number(satisfaction),
          effort: Number(effort),
          ...(comment.trim() ? { comment: comment.trim() } : {}),
        },
      }),
  });
  if (send.isSuccess) return <p role="status">{t('rate.thanks')}</p>;
  return (
    <Form className={css.rating} onSend={() => send.mutate()}>
      <h2>{t('rate.title')}</h2>
      <Scale
        label={t('rate.satisfaction')}
        low={t('satisfaction.1')}
        high={t('satisfaction.5')}
        values={five}
        value={satisfaction}
        onChange={setSatisfaction}
      />
      <Scale
        label={t('rate.effort')}
        low={t('effort.1')}
        high={t('effort.5')}
        values={five}
        value={effort}
        onChange={setEffort}
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
      <div>
        <Button type="submit" disabled={satisfaction === '' || effort === ''} loading={send.isPending}>
          {t('rate.go')}
        </Button>
      </div>
    </Form>
  );
}

interface ScaleProps {
  label: string;
  low: string;
  high: string;
  values: string[];
  value: string;
  onChange: (value: string) => void;
}

export function Scale({ label, low, high, values, value, onChange }: ScaleProps) {
  return (
    <div className={css.scale}>
      <p>{label}</p>
      <SegmentedControl fullWidth aria-label={label} data={values} value={value} onChange={onChange} />
      <p className={css.ends}>
        <span>{low}</span>
        <span>{high}</span>
      </p>
    </div>
  );
}
