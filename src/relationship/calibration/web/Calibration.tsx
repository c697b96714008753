import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct, useAnswer, useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { ProgressBar } from '../../../web/kit/ProgressBar.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { ReportMenu } from '../../../web/ReportMenu.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { calibrationContract as api, type ModelRecord, type ModelUse } from '../contract.ts';
import kit from '../../../web/kit/Report.module.css';
import css from './calibration.module.css';
import { t } from './messages.ts';
import { ModelDetail } from './ModelDetail.tsx';

const horizons = [90, 180, 365] as const;
const often = 1500;

/** Which weights the lines are read with, what was learnt from the own customers, and whether it has proved itself. */
export function Calibration() {
  const mayChange = useMay('process:write');
  const [open, setOpen] = useState<string>();
  const [busy, setBusy] = useState(false);
  const inUse = useAnswer(api.readModelInUse, {}, busy ? { refetchInterval: often } : {});
  const models = useRows(api.listModels, { query: { limit: 50 } }, busy ? { refetchInterval: often } : {});
  if (inUse.error && inUse.data === undefined)
    return <QueryProblem error={inUse.error} onRetry={() => void inUse.refetch()} />;
  if (inUse.data === undefined) return <RowsSkeleton rows={6} height={30} />;
  const { use, uses, version, customers } = inUse.data;
  const running = models.rows.find((model) => model.state === 'running' || model.state === 'waiting');
  const replaying = use !== null && use.replayedAt === null;
  if (busy !== (running !== undefined || replaying)) setBusy(!busy);
  return (
    <section data-part>
      <div className={css.head}>
        <h2 className={kit.heading}>{t('title')}</h2>
        <ReportMenu report="calibration" name={t('title')} search={{ report: 'calibration', model: open }} />
      </div>
      <p className={kit.intro}>{t('about')}</p>
      <p className={kit.intro}>
        <b>
          {use === null || use.modelId === null
            ? t('in use.shipped')
            : t('in use.own', {
                version,
                date: format.date(use.begunAt, 'full'),
                who: use.memberName ?? t('somebody'),
              })}
        </b>{' '}
        {use?.why && t('why', { why: use.why })}
      </p>
      {replaying && (
        <div className={css.running}>
          <ProgressBar label={t('replaying')} done={use.replayed} total={use.toReplay} />
        </div>
      )}
      {running && <Running model={running} customers={customers} mayChange={mayChange} />}
      {mayChange && !running && <Learn use={use} />}
      <h3 className={kit.heading}>{t('versions')}</h3>
      {models.rows.length === 0 && !models.loading ? (
        <EmptyState sentence={t('versions.none')} />
      ) : (
        <div className={kit.scroll} role="region" aria-label={t('versions')} tabIndex={0}>
          <table className={kit.table}>
            <thead>
              <tr>
                {([t('version'), t('date'), t('by'), t('data'), t('events'), t('gain')] as const).map((label) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
                <th scope="col" className={css.words}>
                  {t('verdict')}
                </th>
              </tr>
            </thead>
            <tbody>
              {models.rows.map((model) => (
                <tr key={model.id}>
                  <th scope="row">
                    {model.result ? (
                      <button
                        type="button"
                        className={kit.opens}
                        aria-expanded={open === model.id}
                        aria-label={t('open', { version: model.version })}
                        onClick={() => setOpen(open === model.id ? undefined : model.id)}
                      >
                        {model.version}
                      </button>
                    ) : (
                      model.version
                    )}
                  </th>
                  <td>{format.date(model.startedAt, 'full')}</td>
                  <td>{model.memberName ?? t('somebody')}</td>
                  <td>{model.result ? format.number(model.result.looks) : ''}</td>
                  <td>{model.result ? format.number(model.result.events) : ''}</td>
                  <td>
                    {model.result?.test
                      ? `${format.signed(model.result.test.gain, 4)} ± ${format.number(model.result.test.se, 4)}`
                      : ''}
                  </td>
                  <td className={css.words}>{verdictText(model)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {models.rows
        .filter((model) => model.id === open)
        .map((model) => (
          <ModelDetail key={model.id} model={model} mayChange={mayChange} />
        ))}
      {uses.length > 0 && <Uses uses={uses} />}
    </section>
  );
}

function Running({ model, customers, mayChange }: { model: ModelRecord; customers: number; mayChange: boolean }) {
  const cancel = useAct(api.cancelCalibration, { touches: [api.listModels] });
  return (
    <div className={css.running}>
      <ProgressBar
        label={t('running', { version: model.version, customers: format.number(customers) })}
        done={Math.floor(model.progress * 100)}
        total={100}
        unit="percent"
      />
      {mayChange && (
        <Button
          variant="default"
          loading={cancel.isPending}
          onClick={() =>
            cancel.mutate({ input: { params: { id: model.id } } }, { onSuccess: () => notify(t('cancelled')) })
          }
        >
          {t('cancel')}
        </Button>
      )}
    </div>
  );
}

function Learn({ use }: { use: ModelUse | null }) {
  const [horizon, setHorizon] = useState<number>(180);
  const [why, setWhy] = useState('');
  const start = useAct(api.startCalibration, { touches: [api.listModels] });
  const back = useAct(api.goBackToShipped, { touches: [api.listModels, api.readModelInUse] });
  return (
    <div className={css.bar}>
      <NativeSelect
        label={t('horizon')}
        title={t('horizon.about')}
        value={String(horizon)}
        data={horizons.map((days) => ({ value: String(days), label: t('horizon.days', { count: days }) }))}
        onChange={(event) => setHorizon(Number(event.currentTarget.value))}
      />
      <Button
        loading={start.isPending}
        onClick={() =>
          start.mutate({ input: { body: { horizonDays: horizon } } }, { onSuccess: () => notify(t('started')) })
        }
      >
        {t('learn')}
      </Button>
      {use?.modelId && (
        <>
          <TextInput
            label={t('why.label')}
            value={why}
            maxLength={500}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
          <ConfirmButton
            label={t('go back')}
            confirm={t('go back.sure')}
            onConfirm={() =>
              back.mutate(
                { input: { body: { why: why.trim() || null } } },
                { onSuccess: ({ version }) => notify(t('adopted', { version })) },
              )
            }
          />
        </>
      )}
    </div>
  );
}

function Uses({ uses }: { uses: readonly ModelUse[] }) {
  return (
    <>
      <h3 className={kit.heading}>{t('history')}</h3>
      <div className={kit.scroll} role="region" aria-label={t('history')} tabIndex={0}>
        <table className={kit.table}>
          <thead>
            <tr>
              <th scope="col">{t('version')}</th>
              <th scope="col">{t('history.from')}</th>
              <th scope="col">{t('history.to')}</th>
              <th scope="col">{t('by')}</th>
              <th scope="col" className={css.words}>
                {t('why.label')}
              </th>
            </tr>
          </thead>
          <tbody>
            {uses.map((use) => (
              <tr key={use.id}>
                <th scope="row">{use.version}</th>
                <td>{format.date(use.begunAt, 'moment')}</td>
                <td>{use.endedAt === null ? t('history.now') : format.date(use.endedAt, 'moment')}</td>
                <td>{use.memberName ?? t('somebody')}</td>
                <td className={css.words}>{use.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function verdictText(model: ModelRecord): string {
  if (model.state === 'failed') return t('state.failed', { reason: model.reason ?? '' });
  if (model.state !== 'done') return t(`state.${model.state}`);
  if (model.inUse) return t('verdict.in use');
  if (model.adoptedAt !== null) return t('verdict.was in use');
  if (model.verdict === 'better') return t('verdict.better');
  if (model.verdict === 'not better') return t('verdict.not better');
  const { events = 0, eventsNeeded: needed = 0 } = model.result ?? {};
  return events < needed ? t('verdict.too few', { events, needed }) : t('verdict.too few later', { events });
}
