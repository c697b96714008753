import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct, useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { t as web } from '../../../web/messages/en.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { kindWord } from '../../web/phrases.ts';
import { positions, type Position } from '../../vocabulary.ts';
import { shippedWeights } from '../../weights.ts';
import { calibrationContract as api, type CalibrationResult, type ModelRecord } from '../contract.ts';
import kit from '../../../web/kit/Report.module.css';
import css from './calibration.module.css';
import { t } from './messages.ts';

/** One set of weights: what it was learnt from, how it did on later customers, what it changes, and the customers themselves. */
export function ModelDetail({ model, mayChange }: { model: ModelRecord; mayChange: boolean }) {
  const [why, setWhy] = useState('');
  const adopt = useAct(api.adoptModel, { touches: [api.listModels, api.readModelInUse] });
  const { result, version } = model;
  if (!result) return null;
  const from = result.from === null ? '–' : format.date(result.from, 'full');
  const mayAdopt = mayChange && !model.inUse && (model.verdict === 'better' || model.adoptedAt !== null);
  return (
    <section className={css.detail} aria-label={version}>
      <h3 className={kit.heading}>
        {result.test && result.splitAt !== null
          ? t('detail.title', { version, days: model.horizonDays, from, split: format.date(result.splitAt, 'full') })
          : t('detail.title few', { version, from })}
      </h3>
      {result.test && <TestText test={result.test} compared={model.comparedWith ?? ''} />}
      {result.learnt && <Learnt learnt={result.learnt} />}
      {mayAdopt && (
        <div className={css.bar}>
          <TextInput
            label={t('why.label')}
            value={why}
            maxLength={500}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
          <ConfirmButton
            label={t(model.adoptedAt === null ? 'adopt' : 'adopt.again', { version })}
            confirm={t('adopt.sure', { version })}
            onConfirm={() =>
              adopt.mutate(
                { input: { params: { id: model.id }, body: { why: why.trim() || null } } },
                { onSuccess: (use) => notify(t('adopted', { version: use.version })) },
              )
            }
          />
        </div>
      )}
      <h4 className={kit.heading}>{t('positions')}</h4>
      <p className={kit.intro}>{positionsText(result)}</p>
      <Positions result={result} />
      {result.test && <Cases model={model} />}
    </section>
  );
}

function TestText({ test, compared }: { test: NonNullable<CalibrationResult['test']>; compared: string }) {
  return (
    <p className={kit.intro}>
      {t('detail.test', {
        looks: format.number(test.looks),
        accounts: format.number(test.accounts),
        events: format.number(test.events),
        learnt: format.number(test.learnt.logLoss, 4),
        before: format.number(test.inUse.logLoss, 4),
        compared,
        constant: format.number(test.learnt.constant.logLoss, 4),
        gain: format.signed(test.gain, 4),
        se: format.number(test.se, 4),
      })}{' '}
      {t('detail.quality', {
        brier: format.number(test.learnt.brier, 3),
        brierBefore: format.number(test.inUse.brier, 3),
        auc: format.number(test.learnt.auc, 3),
        aucBefore: format.number(test.inUse.auc, 3),
      })}
    </p>
  );
}

function Learnt({ learnt }: { learnt: NonNullable<CalibrationResult['learnt']> }) {
  const factors = Object.entries(learnt.factors).sort(([, a], [, b]) => b - a);
  const largest = Math.max(0.5, ...factors.map(([, factor]) => Math.abs(factor - 1)));
  return (
    <>
      <p className={kit.intro}>
        {t('detail.memory', {
          trust: format.number(learnt.trustHalfLife, 2),
          interest: format.number(learnt.interestHalfLife, 2),
          asymmetry: format.number(learnt.asymmetry, 2),
          shipped: format.number(shippedWeights.asymmetry, 2),
        })}
      </p>
      <h4 className={kit.heading}>{t('factors')}</h4>
      {factors.length === 0 ? (
        <p className={kit.intro}>{t('factor.none')}</p>
      ) : (
        <div className={kit.scroll} role="region" aria-label={t('factors')} tabIndex={0}>
          <table className={kit.table}>
            <thead>
              <tr>
                <th scope="col">{t('factor.kind')}</th>
                <th scope="col">{t('factor.picture')}</th>
                <th scope="col">{t('factor.times')}</th>
              </tr>
            </thead>
            <tbody>
              {factors.map(([kind, factor]) => (
                <tr key={kind}>
                  <th scope="row">{kindWord(kind)}</th>
                  <td>
                    <span className={kit.lever} aria-hidden="true">
                      <i
                        data-other={factor < 1}
                        style={{
                          inlineSize: `${(Math.abs(factor - 1) / largest) * 50}%`,
                          ...(factor < 1 ? { background: 'var(--interest)' } : {}),
                        }}
                      />
                    </span>
                  </td>
                  <td>{format.number(factor, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function positionsText({ positionsAdd }: CalibrationResult): string {
  if (positionsAdd === null) return t('positions.not asked');
  const figures = { gain: format.signed(positionsAdd.gain, 4), se: format.number(positionsAdd.se, 4) };
  return positionsAdd.adds ? t('positions.add', figures) : t('positions.not shown', figures);
}

function Positions({ result }: { result: CalibrationResult }) {
  return (
    <div className={kit.scroll} role="region" aria-label={t('positions.table')} tabIndex={0}>
      <table className={kit.table}>
        <thead>
          <tr>
            <th scope="col">{t('position.name')}</th>
            <th scope="col">{t('position.looks')}</th>
            <th scope="col">{t('position.stayed')}</th>
            <th scope="col">{t('position.share')}</th>
          </tr>
        </thead>
        <tbody>
          {result.positions
            .filter((row) => row.looks > 0)
            .map((row) => (
              <tr key={row.position}>
                <th scope="row">{web(`position.${row.position}`)}</th>
                <td>{format.number(row.looks)}</td>
                <td>{format.number(row.stayed)}</td>
                <td>{format.percent(row.stayed / row.looks)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function Cases({ model }: { model: ModelRecord }) {
  const [position, setPosition] = useState<Position>();
  const { rows, hasMore, onMore, loading } = useRows(api.listModelCases, {
    params: { id: model.id },
    query: { limit: 20, ...(position ? { position } : {}) },
  });
  return (
    <>
      <h4 className={kit.heading}>{t('cases')}</h4>
      <p className={kit.intro}>{t('cases.about')}</p>
      <NativeSelect
        size="xs"
        w={180}
        label={t('cases.filter')}
        value={position ?? ''}
        data={[
          { value: '', label: t('cases.all') },
          ...positions.map((value) => ({ value, label: web(`position.${value}`) })),
        ]}
        onChange={(event) => setPosition(positions.find((each) => each === event.currentTarget.value))}
      />
      <div className={kit.scroll} role="region" aria-label={t('cases')} tabIndex={0}>
        <table className={kit.table}>
          <thead>
            <tr>
              <th scope="col">{t('cases.account')}</th>
              <th scope="col">{t('cases.at')}</th>
              <th scope="col">{t('cases.position')}</th>
              <th scope="col">{t('cases.before', { version: model.comparedWith ?? '' })}</th>
              <th scope="col">{t('cases.after', { version: model.version })}</th>
              <th scope="col">{t('cases.did')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.account.id} ${row.at}`}>
                <th scope="row">
                  <Link to="/accounts/$id" params={{ id: row.account.id }}>
                    {row.account.name}
                  </Link>
                </th>
                <td>{format.date(row.at, 'full')}</td>
                <td>{web(`position.${row.position}`)}</td>
                <td>{format.percent(row.saidBefore)}</td>
                <td>{format.percent(row.saidAfter)}</td>
                <td>{t(row.stayed ? 'cases.stayed' : 'cases.gone')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasMore && (
        <Button variant="subtle" loading={loading} onClick={onMore}>
          {t('cases.more')}
        </Button>
      )}
    </>
  );
}
