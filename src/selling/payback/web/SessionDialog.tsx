import { Button, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { DateField } from '../../../web/kit/DateField.tsx';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import css from '../../web/space.module.css';
import { today } from '../../../web/kit/days.ts';
import { paybackContract as api, type ProgrammeDetail, type TrainingSession } from '../contract.ts';
import { t } from './messages.ts';

interface SessionDialogProps {
  programme: ProgrammeDetail;
  /** Null: a new one. */
  session: TrainingSession | null;
  onClose: () => void;
}

/** When, what it costs, who is to come, and who came. */
export function SessionDialog({ programme, session, onClose }: SessionDialogProps) {
  const members = useMembers();
  const [name, setName] = useState(session?.name ?? '');
  const [startsOn, setStartsOn] = useState<string | null>(session?.startsOn ?? null);
  const [endsOn, setEndsOn] = useState<string | null>(session?.endsOn ?? null);
  const [fees, setFees] = useState<number | string>(Number(session?.fees ?? 0));
  const [material, setMaterial] = useState<number | string>(Number(session?.material ?? 0));
  const [hours, setHours] = useState<number | string>(session?.hoursEach ?? 8);
  const [people, setPeople] = useState(session?.people.map((person) => person.memberId) ?? []);
  const [attended, setAttended] = useState(
    session?.people.filter((person) => person.state === 'attended').map((person) => person.memberId) ?? [],
  );
  const held = endsOn !== null && endsOn <= today();
  const again = async () => readAgain(api.listProgrammes, api.readProgramme);
  const save = useMutation({
    mutationFn: async () => {
      const body = {
        name: name.trim(),
        startsOn: startsOn ?? '',
        endsOn: endsOn ?? startsOn ?? '',
        fees: Number(fees).toFixed(2),
        material: Number(material).toFixed(2),
        hoursEach: Number(hours),
        people: people.map((memberId) => ({
          memberId,
          state: attended.includes(memberId)
            ? ('attended' as const)
            : held && attended.length > 0
              ? ('missed' as const)
              : ('planned' as const),
        })),
      };
      return session
        ? ask(api.changeSession, { params: { id: session.id }, body }, { ifMatch: session.version })
        : ask(api.addSession, { params: { id: programme.id }, body });
    },
    onSuccess: async () => {
      onClose();
      await again();
    },
  });
  const remove = useMutation({
    mutationFn: async (of: TrainingSession) => ask(api.removeSession, { params: { id: of.id } }),
    onSuccess: async () => {
      onClose();
      await again();
    },
  });
  const problem = save.error ?? remove.error;
  const nameOf = (memberId: string) =>
    members.nameOf(memberId) ?? session?.people.find((person) => person.memberId === memberId)?.name ?? '';
  return (
    <FormDialog size="lg" onClose={onClose} title={session?.name ?? t('session.new')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        maxLength={200}
        label={t('field.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={css.row}>
        <DateField required label={t('session.starts')} value={startsOn} onChange={setStartsOn} />
        <DateField
          required
          label={t('session.ends')}
          value={endsOn}
          onChange={setEndsOn}
          {...(startsOn ? { earliest: startsOn } : {})}
        />
      </div>
      <div className={css.row}>
        <NumberInput
          min={0}
          label={t('session.fees', { currency: programme.currency })}
          value={fees}
          onChange={setFees}
        />
        <NumberInput
          min={0}
          label={t('session.material', { currency: programme.currency })}
          value={material}
          onChange={setMaterial}
        />
        <NumberInput min={0} max={2000} label={t('session.hours')} value={hours} onChange={setHours} />
      </div>
      <MultiSelect
        searchable
        label={t('session.people')}
        data={members.list.map(({ id, name: label }) => ({ value: id, label }))}
        value={people}
        onChange={(chosen) => {
          setPeople(chosen);
          setAttended(attended.filter((memberId) => chosen.includes(memberId)));
        }}
      />
      {people.length > 0 && (
        <MultiSelect
          label={t('session.attended')}
          description={t('session.attended hint')}
          data={people.map((memberId) => ({ value: memberId, label: nameOf(memberId) }))}
          value={attended}
          onChange={setAttended}
        />
      )}
      <Refusal error={problem} />
      <div className={css.buttons}>
        <Button
          type="submit"
          loading={save.isPending}
          disabled={name.trim() === '' || startsOn === null || endsOn === null}
        >
          {t('save')}
        </Button>
        {session && (
          <ConfirmButton
            label={t('session.remove')}
            confirm={t('session.remove')}
            onConfirm={() => remove.mutate(session)}
          />
        )}
      </div>
    </FormDialog>
  );
}
