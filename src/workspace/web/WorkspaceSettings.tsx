import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { changedMeanwhile, readAgain, useAct, useAnswer } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { Field, type Saved } from '../../web/kit/Field.tsx';
import { Form } from '../../web/kit/Form.tsx';
import { queries } from '../../web/queries.ts';
import { useMay, useSession } from '../../web/session.ts';
import { notify, notifyProblem } from '../../web/shell/toasts.ts';
import { workspaceContract } from '../contract.ts';
import { Part } from './Part.tsx';
import { HistoryButton } from './HistoryButton.tsx';
import css from './Settings.module.css';
import { t } from './settingsMessages.ts';

export default function WorkspaceSettings() {
  return (
    <>
      <Place />
      <Others />
    </>
  );
}

const codes = (kind: 'timeZone' | 'currency') => Intl.supportedValuesOf(kind);
const zones = ['UTC', ...codes('timeZone').filter((zone) => zone !== 'UTC')];
const currencies = named(codes('currency'), 'currency');
const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
// The platform lists no countries: those among all pairs of letters that it has a name for.
const countries = named(
  letters.flatMap((a) => letters.map((b) => a + b)),
  'region',
).filter(({ value, label }) => !label.startsWith(value) && value !== 'ZZ');

function named(values: readonly string[], type: 'currency' | 'region') {
  const names = new Intl.DisplayNames('en', { type });
  return values.map((value) => ({
    value,
    label: type === 'currency' ? `${value}, ${names.of(value)}` : (names.of(value) ?? value),
  }));
}

function Place() {
  const { workspace } = useSession();
  const locked = !useMay('workspace:write');
  const [version, setVersion] = useState<number>();

  /** Saves one value; when a colleague was quicker, says theirs, and saves against that when told to. */
  const save = async (
    change: Partial<Record<'name' | 'timeZone' | 'currency' | 'country', string>>,
    overwrite = false,
  ): Promise<Saved> => {
    try {
      await ask(
        workspaceContract.changeWorkspace,
        { body: change },
        { ifMatch: overwrite ? (version ?? workspace.version) : workspace.version },
      );
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['session'] }),
        readAgain(workspaceContract.getWorkspace),
      ]);
      return { saved: true };
    } catch (error) {
      const theirs = changedMeanwhile(error);
      if (theirs === undefined) throw error;
      setVersion(Number(theirs['version']));
      const [field = ''] = Object.keys(change);
      return { saved: false, theirs: String(theirs[field]) };
    }
  };
  const choose = async (change: Parameters<typeof save>[0]) => {
    try {
      const { saved } = await save(change);
      if (saved) return notify(t('saved'));
      await queries.invalidateQueries({ queryKey: ['session'] });
      notifyProblem(t('changed meanwhile'));
    } catch (error) {
      notifyProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const select = {
    searchable: true,
    allowDeselect: false,
    readOnly: locked,
    inputWrapperOrder: ['label' as const, 'input' as const, 'description' as const],
  };

  return (
    <Part
      title={t('workspace')}
      intro={t('workspace.intro')}
      action={<HistoryButton of={{ kind: 'workspace', id: workspace.id }} name={workspace.name} />}
    >
      <div className={css.fields}>
        {locked ? (
          <TextInput label={t('workspace.name')} value={workspace.name} readOnly />
        ) : (
          <Field
            label={t('workspace.name')}
            value={workspace.name}
            onSave={(name, overwrite) => save({ name }, overwrite)}
          />
        )}
        <Select
          {...select}
          label={t('workspace.zone')}
          description={t('workspace.zone hint')}
          data={zones}
          value={workspace.timeZone}
          onChange={(timeZone) => timeZone !== null && void choose({ timeZone })}
        />
        <Select
          {...select}
          label={t('workspace.currency')}
          description={t('workspace.currency hint')}
          data={currencies}
          value={workspace.currency}
          onChange={(currency) => currency !== null && void choose({ currency })}
        />
        <Select
          {...select}
          label={t('workspace.country')}
          description={t('workspace.country hint')}
          data={countries}
          value={workspace.country}
          onChange={(country) => country !== null && void choose({ country })}
        />
      </div>
    </Part>
  );
}

function Others() {
  const { data } = useAnswer(workspaceContract.listMyWorkspaces);
  const mayMake = useMay('workspace:write');
  const { workspace } = useSession();
  const go = useAct(workspaceContract.switchWorkspace);
  const make = useAct(workspaceContract.createWorkspace);
  const [name, setName] = useState('');
  const inside = { onSuccess: () => location.assign('/today') };
  const submit = () =>
    make.mutate(
      {
        input: {
          body: { name, timeZone: workspace.timeZone, currency: workspace.currency, country: workspace.country },
        },
      },
      inside,
    );
  return (
    <Part title={t('workspace.others')} intro={t('workspace.others intro')}>
      <div className={css.list}>
        {data?.items.map((each) => (
          <div key={each.id} className={css.row}>
            <span className={css.main}>
              <span className={css.first}>{each.name}</span>
              <span className={css.second}>{t(`role.${each.role}`)}</span>
            </span>
            {each.current ? (
              <span className={css.quiet}>{t('workspace.here')}</span>
            ) : (
              <Button variant="default" onClick={() => go.mutate({ input: { body: { id: each.id } } }, inside)}>
                {t('workspace.go')}
              </Button>
            )}
          </div>
        ))}
      </div>
      {mayMake && (
        <Form className={`${css.tools} ${css.end}`} onSend={submit}>
          <TextInput
            label={t('workspace.new')}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" style={{ minWidth: 0 }} loading={make.isPending}>
            {t('workspace.new do')}
          </Button>
        </Form>
      )}
    </Part>
  );
}
