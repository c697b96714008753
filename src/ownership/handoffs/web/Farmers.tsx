import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Form } from '../../../web/kit/Form.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { useMay } from '../../../web/session.ts';
import { notify, notifyProblem } from '../../../web/shell/toasts.ts';
import { handoffsContract as api, type FarmerRoom } from '../contract.ts';
import css from './handoffList.module.css';
import { t } from './messages.ts';

/** Who keeps customers, how many each looks after, and how many each can: whoever is full is not offered another. */
export function Farmers() {
  const { data } = useAnswer(api.listFarmers, {}, { meta: { hears: ['handoff', 'account'] } });
  const maySay = useMay('team:write');
  const rows = data?.items.filter((each) => each.isFarmer || each.own || each.customers > 0) ?? [];
  if (!data || rows.length === 0) return null;
  return (
    <section className={css.records} aria-labelledby="room">
      <h2 id="room">{t('room.title')}</h2>
      <p>{t('room.intro', { count: data.usual })}</p>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('farmer')}</th>
            <th scope="col">{t('room.customers')}</th>
            <th scope="col">{t('room.waiting')}</th>
            <th scope="col">{t('room.capacity')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.id}>
              <td className={css.main}>{each.name}</td>
              <td data-late={each.customers + each.waiting >= each.capacity}>{format.number(each.customers)}</td>
              <td>{format.number(each.waiting)}</td>
              <td>{maySay ? <Capacity key={each.capacity} of={each} /> : format.number(each.capacity)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Capacity({ of }: { of: FarmerRoom }) {
  const [typed, setTyped] = useState<number | string>(of.capacity);
  const say = async (customers: number | null) => {
    try {
      await ask(api.setFarmerCapacity, { params: { id: of.id }, body: { customers } });
      notify(t('room.said', { name: of.name }));
    } catch (error) {
      notifyProblem(problemText(error));
    }
    await readAgain(api.listFarmers);
  };
  const changed = typeof typed === 'number' && typed !== of.capacity;
  return (
    <Form
      className={css.capacity}
      onSend={() => {
        if (changed) void say(typed);
      }}
    >
      <NumberInput
        size="xs"
        w={88}
        min={0}
        max={10_000}
        allowDecimal={false}
        aria-label={t('room.of', { name: of.name })}
        value={typed}
        onChange={setTyped}
      />
      {changed && (
        <Button size="xs" type="submit">
          {t('room.save')}
        </Button>
      )}
      {of.own && !changed && (
        <Button size="xs" variant="subtle" onClick={() => void say(null)}>
          {t('room.usual')}
        </Button>
      )}
    </Form>
  );
}
