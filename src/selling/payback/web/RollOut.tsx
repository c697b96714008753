import { Button, MultiSelect } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { useAct } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { today } from '../../../web/kit/days.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { useMay } from '../../../web/session.ts';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { paybackContract as api, type ProgrammeDetail, type TrainingSession } from '../contract.ts';
import { t } from './messages.ts';
import { SessionDialog } from './SessionDialog.tsx';

/** Who is trained when, and with whom they are compared: planned before it begins. */
export function RollOut({ programme }: { programme: ProgrammeDetail }) {
  const mayWrite = useMay('payback:write');
  const [open, setOpen] = useState<{ session: TrainingSession | null }>();
  const add = mayWrite && (
    <Button
      variant="default"
      size="xs"
      leftSection={<Plus size={14} aria-hidden="true" />}
      onClick={() => setOpen({ session: null })}
    >
      {t('session.new')}
    </Button>
  );
  const compared = programme.waiting > 0 || programme.comparison.length > 0 || programme.waves.length > 1;
  return (
    <Part
      title={t('waves')}
      detail={t('waves detail')}
      actions={add}
      report={{ report: 'training-plan', search: { programme: programme.id } }}
    >
      {programme.waves.length === 0 ? (
        <EmptyState sentence={t('session.empty')} action={add} />
      ) : (
        <>
          <Table
            label={t('waves')}
            words={[1]}
            head={[t('session'), t('people'), t('when'), t('session.hours'), t('session.cost')]}
          >
            {programme.waves.map((wave) => (
              <tr key={wave.id}>
                <th scope="row">
                  {mayWrite ? (
                    <button type="button" className={css.link} onClick={() => setOpen({ session: wave })}>
                      {wave.name}
                    </button>
                  ) : (
                    wave.name
                  )}
                </th>
                <td data-words title={format.list(wave.people.map((person) => person.name))}>
                  {wave.endsOn > today()
                    ? t('session.planned', { count: wave.people.length })
                    : t('session.attended of', {
                        attended: wave.people.filter((person) => person.state === 'attended').length,
                        people: wave.people.length,
                      })}
                  <span className={css.second}>
                    {format.list(wave.people.slice(0, 6).map((person) => person.name.split(' ')[0]!))}
                  </span>
                </td>
                <td>{format.date(wave.endsOn, 'full')}</td>
                <td>{format.number(wave.hoursEach, 1, 0)}</td>
                <td>{format.money(Number(wave.fees) + Number(wave.material), programme.currency)}</td>
              </tr>
            ))}
          </Table>
          <p className={programme.plannedBefore ? css.good : css.quiet} style={{ marginTop: 8 }}>
            {t(programme.plannedBefore ? 'planned' : compared ? 'planned late' : 'planned nobody')}
          </p>
        </>
      )}
      {mayWrite && <Comparison key={programme.version} programme={programme} />}
      {open && <SessionDialog programme={programme} session={open.session} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

function Comparison({ programme }: { programme: ProgrammeDetail }) {
  const members = useMembers();
  const before = programme.comparison.map((person) => person.memberId);
  const [chosen, setChosen] = useState(before);
  const save = useAct(api.planComparison, { touches: [api.readProgramme, api.listProgrammes] });
  const taking = new Set(programme.waves.flatMap((wave) => wave.people.map((person) => person.memberId)));
  const changed = chosen.length !== before.length || chosen.some((memberId) => !before.includes(memberId));
  return (
    <div
      className={css.form}
      style={{ maxWidth: 560, marginTop: 12 }}
      data-off-paper={chosen.length === 0 || undefined}
    >
      <MultiSelect
        searchable
        label={t('comparison')}
        description={t('comparison.hint')}
        data={members.list.filter(({ id }) => !taking.has(id)).map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={setChosen}
      />
      {changed && (
        <div>
          <Button
            loading={save.isPending}
            onClick={() => save.mutate({ input: { params: { id: programme.id }, body: { memberIds: chosen } } })}
          >
            {t('comparison.save')}
          </Button>
        </div>
      )}
    </div>
  );
}
