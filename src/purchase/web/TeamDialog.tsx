import { Button, Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { peopleContract } from '../../people/contract.ts';
import { useMembers } from '../../people/web/data.ts';
import { ask } from '../../web/connection.ts';
import { ConfirmButton } from '../../web/kit/ConfirmButton.tsx';
import { Refusal } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { PersonPicker, type Pick as Picked } from '../../web/kit/RecordPicker.tsx';
import { today } from '../../web/kit/days.ts';
import { buyingRoles, stances } from '../buyingTeam.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { responses, type BuyingTeamMember } from '../records.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './sale.module.css';

interface TeamDialogProps {
  sale: SaleDetail;
  /** Absent: somebody new. */
  member: BuyingTeamMember | undefined;
  onClose: () => void;
}

/** Role, influence, stance with its evidence, and what is in it for them. */
export function TeamDialog({ sale, member, onClose }: TeamDialogProps) {
  const colleagues = useMembers();
  const [person, setPerson] = useState<Picked | null>(null);
  const [roles, setRoles] = useState<string[]>(member ? [...member.roles] : []);
  const [influence, setInfluence] = useState<number | string>(member?.influence ?? 5);
  const [stance, setStance] = useState<string | null>(member?.stance ?? null);
  const [evidence, setEvidence] = useState(member?.stanceEvidence ?? '');
  const [response, setResponse] = useState<string | null>(member?.response ?? null);
  const [win, setWin] = useState(member?.personalWin ?? '');
  const [money, setMoney] = useState(member?.releasesMoney ?? false);
  const [ours, setOurs] = useState<string | null>(member?.memberId ?? null);
  const [heeds, setHeeds] = useState<string[]>(member ? [...member.heeds] : []);
  const { accountId, team } = sale;
  const search = useCallback(
    async (text: string, signal: AbortSignal): Promise<readonly Picked[]> => {
      const query = { ...(text ? { text } : {}), ...(accountId ? { account: accountId } : {}), limit: 20 };
      const { items } = await ask(peopleContract.listContacts, { query }, { signal });
      return items
        .filter((contact) => !team.some((each) => each.contactId === contact.id))
        .map((contact) => ({
          id: contact.id,
          name: contact.name,
          ...(contact.title ? { detail: contact.title } : {}),
        }));
    },
    [accountId, team],
  );
  const save = useMutation({
    mutationFn: async () => {
      const stanceOf = stances.find((each) => each === stance) ?? null;
      const body = {
        roles: buyingRoles.filter((role) => roles.includes(role)),
        influence: Number(influence),
        stance: stanceOf,
        stanceEvidence: evidence.trim() || null,
        stanceOn: stanceOf === (member?.stance ?? null) ? (member?.stanceOn ?? null) : today(),
        response: responses.find((each) => each === response) ?? null,
        personalWin: win.trim() || null,
        releasesMoney: money,
        memberId: ours,
        heeds,
      };
      return member
        ? ask(api.changeTeamMember, { params: { id: member.id }, body }, { ifMatch: member.version })
        : ask(api.addTeamMember, { params: { id: sale.id }, body: { contactId: person?.id ?? '', ...body } });
    },
    onSuccess: async () => {
      onClose();
      await readSalesAgain();
    },
  });
  const remove = useMutation({
    mutationFn: async () => ask(api.removeTeamMember, { params: { id: member?.id ?? '' } }),
    onSuccess: async () => {
      onClose();
      await readSalesAgain();
    },
  });
  const problem = save.error ?? remove.error;
  return (
    <FormDialog size="lg" onClose={onClose} title={member?.name ?? t('team.add')} onSend={() => save.mutate()}>
      {!member && (
        <PersonPicker required label={t('team.person')} value={person} onChange={setPerson} search={search} />
      )}
      <div className={css.row}>
        <MultiSelect
          label={t('team.roles')}
          data={buyingRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
          value={roles}
          onChange={setRoles}
        />
        <NumberInput label={t('team.influence field')} min={0} max={10} value={influence} onChange={setInfluence} />
        <Select
          clearable
          label={t('team.stance')}
          placeholder={t('team.stance unknown')}
          data={stances.map((value) => ({ value, label: t(`stance.${value}`) }))}
          value={stance}
          onChange={setStance}
        />
        <TextInput
          label={t('team.stance evidence')}
          maxLength={1000}
          value={evidence}
          onChange={(event) => setEvidence(event.currentTarget.value)}
        />
        <Select
          clearable
          label={t('team.response')}
          data={responses.map((value) => ({ value, label: t(`response.${value}`) }))}
          value={response}
          onChange={setResponse}
        />
        <TextInput
          label={t('team.win')}
          maxLength={1000}
          value={win}
          onChange={(event) => setWin(event.currentTarget.value)}
        />
        <Select
          clearable
          searchable
          label={t('team.ours')}
          data={colleagues.list.map(({ id, name }) => ({ value: id, label: name }))}
          value={ours}
          onChange={setOurs}
        />
        <MultiSelect
          label={t('team.heeds field')}
          data={team.filter((each) => each.id !== member?.id).map((each) => ({ value: each.id, label: each.name }))}
          value={heeds}
          onChange={setHeeds}
        />
      </div>
      <Checkbox label={t('team.money')} checked={money} onChange={(event) => setMoney(event.currentTarget.checked)} />
      <Refusal error={problem} />
      <div className={css.buttons}>
        <Button type="submit" loading={save.isPending} disabled={!member && person === null}>
          {t('team.save')}
        </Button>
        {member && (
          <ConfirmButton label={t('team.remove')} confirm={t('team.remove')} onConfirm={() => remove.mutate()} />
        )}
      </div>
    </FormDialog>
  );
}
