import { Button, NumberInput, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Form, FormButtons } from '../../../web/kit/Form.tsx';
import { handoffsContract as api, type ExpectationRecord, type HandoffDetail } from '../contract.ts';
import { step } from './data.ts';
import css from './handoffs.module.css';
import { t } from './messages.ts';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';

/** What they expect at the close, against what was sold; unrealistic ones are reset here. */
export function ExpectationCheck({ handoff }: { handoff: HandoffDetail }) {
  const [resetting, setResetting] = useState<ExpectationRecord>();
  const works = handoff.mine.offer || handoff.mine.answer;
  const judge = (expectation: ExpectationRecord, verdict: 'realistic' | 'unrealistic') =>
    void step(() =>
      ask(
        api.checkExpectation,
        { params: { id: expectation.id }, body: { verdict } },
        { ifMatch: expectation.version },
      ),
    );
  return (
    <section className={css.part} aria-labelledby="expectations">
      <h2 id="expectations" className={css.heading}>
        {t('check.title')}
      </h2>
      <p className={css.hint}>{handoff.expectations.length === 0 ? t('check.none') : t('check.intro')}</p>
      <ul className={css.expectations}>
        {handoff.expectations.map((expectation) => (
          <li key={expectation.id}>
            <span className={css.what}>
              {expectation.what}
              {expectation.expected !== null && expectation.sold !== null && (
                <span className={css.quiet}>
                  {t('check.against', {
                    expected: figure(expectation.expected, expectation.unit),
                    sold: figure(expectation.sold, expectation.unit),
                  })}
                </span>
              )}
            </span>
            <span className={css.verdict} data-verdict={expectation.verdict}>
              {expectation.verdict === 'reset'
                ? t('verdict.reset', {
                    to: expectation.resetWords ?? figure(expectation.resetTo ?? 0, expectation.unit),
                  })
                : t(`verdict.${expectation.verdict}`)}
            </span>
            {works && handoff.tied && (
              <span className={css.rowActions}>
                {expectation.verdict === 'unchecked' && (
                  <>
                    <Button size="xs" variant="default" onClick={() => judge(expectation, 'realistic')}>
                      {t('check.realistic')}
                    </Button>
                    <Button size="xs" variant="default" onClick={() => judge(expectation, 'unrealistic')}>
                      {t('check.unrealistic')}
                    </Button>
                  </>
                )}
                {(expectation.verdict === 'unrealistic' || expectation.verdict === 'unchecked') && (
                  <Button size="xs" variant="light" onClick={() => setResetting(expectation)}>
                    {t('check.reset')}
                  </Button>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      {works && handoff.tied && <AddExpectation id={handoff.id} />}
      {resetting && <Reset expectation={resetting} onClose={() => setResetting(undefined)} />}
    </section>
  );
}

function AddExpectation({ id }: { id: string }) {
  const [what, setWhat] = useState('');
  const [expected, setExpected] = useState<number | string>('');
  const [sold, setSold] = useState<number | string>('');
  const [unit, setUnit] = useState('');
  return (
    <Form
      className={css.add}
      onSend={() => {
        if (what.trim() === '') return;
        const figures =
          typeof expected === 'number' && typeof sold === 'number' ? { expected, sold, unit: unit.trim() || null } : {};
        void step(() => ask(api.addExpectation, { params: { id }, body: { what: what.trim(), ...figures } })).then(
          (taken) => {
            if (!taken) return;
            setWhat('');
            setExpected('');
            setSold('');
          },
        );
      }}
    >
      <TextInput
        className={css.addWhat ?? ''}
        label={t('check.add')}
        value={what}
        maxLength={500}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <NumberInput w={90} label={t('check.add figure')} value={expected} onChange={setExpected} hideControls />
      <NumberInput w={90} label={t('check.add sold')} value={sold} onChange={setSold} hideControls />
      <TextInput
        w={80}
        label={t('check.add unit')}
        value={unit}
        maxLength={40}
        onChange={(event) => setUnit(event.currentTarget.value)}
      />
      <Button type="submit" size="md" variant="default" disabled={what.trim() === ''}>
        {t('check.add go')}
      </Button>
    </Form>
  );
}

function Reset({ expectation, onClose }: { expectation: ExpectationRecord; onClose: () => void }) {
  const [words, setWords] = useState('');
  const [to, setTo] = useState<number | string>(expectation.sold ?? '');
  return (
    <FormDialog
      onClose={onClose}
      title={t('check.reset title')}
      onSend={() =>
        void step(() =>
          ask(
            api.checkExpectation,
            {
              params: { id: expectation.id },
              body: {
                resetWords: words.trim(),
                ...(typeof to === 'number' && expectation.sold !== null ? { resetTo: to } : {}),
              },
            },
            { ifMatch: expectation.version },
          ),
        ).then((taken) => taken && onClose())
      }
    >
      <p className={css.hint}>{t('check.reset intro')}</p>
      <p>
        <b>{expectation.what}</b>
      </p>
      <Textarea
        data-autofocus
        required
        autosize
        minRows={2}
        maxLength={500}
        label={t('check.reset words')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {expectation.sold !== null && (
        <NumberInput
          label={t('check.reset to')}
          value={to}
          onChange={setTo}
          hideControls
          suffix={expectation.unit ? ` ${expectation.unit}` : ''}
        />
      )}
      <FormButtons send={t('check.reset go')} disabled={words.trim() === ''} onCancel={onClose} />
    </FormDialog>
  );
}

const figure = (value: number, unit: string | null) => `${format.number(value, 2, 0)}${unit ? ` ${unit}` : ''}`;
