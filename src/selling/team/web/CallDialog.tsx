import { Button, NumberInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { dayBefore } from '../../web/days.ts';
import css from '../../web/space.module.css';
import { leadershipContract as api, type ForecastRow, type TeamForecast } from '../contract.ts';
import { t } from './messages.ts';

interface CallDialogProps {
  forecast: TeamForecast;
  row: ForecastRow;
  /** One's own call, or one's own figure beside somebody else's. */
  mine: boolean;
  onClose: () => void;
}

export function CallDialog({ forecast, row, mine, onClose }: CallDialogProps) {
  const said = row.call ?? row.former;
  const first = mine ? said : (row.adjustment ?? said);
  const [committed, setCommitted] = useState<number | string>(Number(first?.committed ?? row.won));
  const [bestCase, setBestCase] = useState<number | string>(Number(first?.bestCase ?? row.won));
  const [pipeline, setPipeline] = useState<number | string>(
    Number(said?.pipeline ?? Number(row.won) + Number(row.open)),
  );
  const [words, setWords] = useState(mine ? (row.call?.comment ?? '') : (row.adjustment?.reason ?? ''));
  const money = (value: string | number) => format.money(Number(value), forecast.currency);
  const save = useMutation({
    mutationFn: async () => {
      const body = {
        period: forecast.period,
        committed: Number(committed).toFixed(2),
        bestCase: Number(bestCase).toFixed(2),
      };
      return mine
        ? ask(api.callForecast, {
            body: { ...body, pipeline: Number(pipeline).toFixed(2), comment: words.trim() || null },
          })
        : ask(api.adjustForecast, { body: { ...body, memberId: row.memberId, reason: words.trim() } });
    },
    onSuccess: async () => {
      onClose();
      await readAgain(api.readForecast);
    },
  });
  const title = mine
    ? t('call.title', { from: format.date(forecast.period), until: format.date(dayBefore(forecast.until)) })
    : t('adjust.title', { name: row.name });
  return (
    <FormDialog onClose={onClose} title={title} onSend={() => save.mutate()}>
      <p className={css.quiet}>
        {mine
          ? t('call.help', {
              won: money(row.won),
              open: money(row.open),
              weighted: money(Number(row.won) + Number(row.weighted)),
            })
          : said && t('adjust.said', { name: row.name, committed: money(said.committed), best: money(said.bestCase) })}
      </p>
      <div className={css.row}>
        <NumberInput
          data-autofocus
          required
          min={0}
          thousandSeparator=","
          label={t('call.commit')}
          value={committed}
          onChange={setCommitted}
        />
        <NumberInput
          required
          min={0}
          thousandSeparator=","
          label={t('call.best')}
          value={bestCase}
          onChange={setBestCase}
        />
        {mine && (
          <NumberInput
            required
            min={0}
            thousandSeparator=","
            label={t('call.pipeline')}
            value={pipeline}
            onChange={setPipeline}
          />
        )}
      </div>
      <Textarea
        autosize
        minRows={2}
        maxLength={2000}
        required={!mine}
        label={t(mine ? 'call.comment' : 'adjust.reason')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending} disabled={!mine && words.trim().length < 3}>
        {t(mine ? 'call.save' : 'adjust.save')}
      </Button>
    </FormDialog>
  );
}
