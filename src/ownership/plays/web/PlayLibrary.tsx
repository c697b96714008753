import { Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { QueryProblem, problemText } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import { notifyProblem } from '../../../web/shell/toasts.ts';
import css from '../../alarms/web/alarms.module.css';
import { t } from '../../alarms/web/messages.ts';
import { playsContract as api, type PlayRecord } from '../contract.ts';

/** The plays, what each did, and their steps; leaders change them. */
export function PlayLibrary() {
  const { data, error, refetch } = useAnswer(api.listPlays, {}, { meta: { hears: ['play', 'alarm'] } });
  const keeps = useMay('process:write');
  const [editing, setEditing] = useState<PlayRecord>();
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={7} height={56} />;
  return (
    <section className={css.part}>
      <p>
        {t('plays.intro')} {t('plays.association')}
      </p>
      <ul className={css.plain}>
        {data.items.map((play) => (
          <li key={play.key}>
            <b>{play.name}</b>
            <span className={css.quiet}>{play.situation}</span>
            <span className={`${css.quiet} ${css.end}`}>
              {play.recovered.share === null
                ? t('plays.not used')
                : t('plays.recovered', {
                    percent: format.percent(play.recovered.share),
                    n: play.recovered.n,
                    low: format.percent(play.recovered.low),
                    high: format.percent(play.recovered.high),
                  })}
              {play.running > 0 && ` · ${t('plays.running', { count: play.running })}`}
              {play.changed && ` · ${t('plays.changed')}`}
            </span>
            {keeps && (
              <Button
                size="xs"
                variant="default"
                onClick={() => setEditing(play)}
                aria-label={`${t('plays.edit')}: ${play.name}`}
              >
                {t('plays.edit')}
              </Button>
            )}
            <ol className={css.playSteps}>
              {play.steps.map((step) => (
                <li key={step.what} style={{ display: 'list-item', border: 0, padding: 0 }}>
                  {step.what}{' '}
                  <span className={css.quiet}>
                    ({t('step.when', { who: t(`who.${step.who}`), day: step.afterDays })})
                  </span>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
      {keeps && (
        <Button
          mt={12}
          variant="default"
          onClick={() =>
            setEditing({
              key: '',
              name: '',
              situation: '',
              steps: [{ what: '', who: 'owner', afterDays: 0 }],
              changed: true,
              version: 0,
              running: 0,
              recovered: { share: null, low: 0, high: 1, n: 0 },
            })
          }
        >
          {t('plays.new')}
        </Button>
      )}
      {editing && <Editor play={editing} onClose={() => setEditing(undefined)} />}
    </section>
  );
}

const people = ['owner', 'leader', 'hunter'] as const;

function Editor({ play, onClose }: { play: PlayRecord; onClose: () => void }) {
  const [name, setName] = useState(play.name);
  const [situation, setSituation] = useState(play.situation);
  const [steps, setSteps] = useState(play.steps);
  const change = (at: number, part: Partial<PlayRecord['steps'][number]>) =>
    setSteps(steps.map((step, i) => (i === at ? { ...step, ...part } : step)));
  const run = async (work: () => Promise<unknown>) => {
    try {
      await work();
      onClose();
    } catch (error) {
      notifyProblem(problemText(error));
    }
    await readAgain(api.listPlays);
  };
  return (
    <FormDialog
      onClose={onClose}
      size="lg"
      title={play.name || t('plays.new')}
      onSend={() => {
        const kept = steps
          .filter((step) => step.what.trim() !== '')
          .map((step) => ({ ...step, what: step.what.trim() }));
        const key = play.key || name.trim().toLowerCase().slice(0, 80);
        void run(() =>
          ask(api.savePlay, {
            body: { key, name: name.trim(), situation: situation.trim(), steps: kept, basedOn: play.version },
          }),
        );
      }}
    >
      <TextInput
        data-autofocus
        required
        label={t('plays.name')}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        required
        label={t('plays.situation')}
        value={situation}
        maxLength={300}
        onChange={(event) => setSituation(event.currentTarget.value)}
      />
      {steps.map((step, i) => (
        <div key={i} className={css.editorRow}>
          <TextInput
            label={t('plays.what')}
            value={step.what}
            maxLength={300}
            onChange={(event) => change(i, { what: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('plays.who')}
            value={step.who}
            data={people.map((who) => ({ value: who, label: t(`who.${who}`) }))}
            onChange={(event) => change(i, { who: people.find((who) => who === event.currentTarget.value) ?? 'owner' })}
          />
          <NumberInput
            label={t('plays.after')}
            value={step.afterDays}
            min={0}
            max={365}
            hideControls
            onChange={(value) => change(i, { afterDays: Number(value) || 0 })}
          />
          <Button
            variant="subtle"
            px={6}
            aria-label={t('plays.remove', { number: i + 1 })}
            disabled={steps.length === 1}
            onClick={() => setSteps(steps.filter((_, at) => at !== i))}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
      <div className={css.buttons}>
        <Button
          variant="default"
          disabled={steps.length >= 20}
          onClick={() =>
            setSteps([...steps, { what: '', who: 'owner', afterDays: (steps.at(-1)?.afterDays ?? 0) + 7 }])
          }
        >
          {t('plays.add')}
        </Button>
        {play.version > 0 && (
          <Button variant="default" onClick={() => void run(() => ask(api.removePlay, { body: { key: play.key } }))}>
            {t('plays.back')}
          </Button>
        )}
        <Button type="submit">{t('plays.save')}</Button>
      </div>
    </FormDialog>
  );
}
