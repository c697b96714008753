import { Button, Checkbox, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { assignables, assignmentMethods, type AssignmentRule } from '../records.ts';
import { t } from './messages.ts';

/** One rule by which something is given away. */
export function RuleDialog({ rule, onClose }: { rule: AssignmentRule | null; onClose: () => void }) {
  const members = useMembers();
  const territories = useAnswer(api.listTerritories).data?.items ?? [];
  const [name, setName] = useState(rule?.name ?? '');
  const [what, setWhat] = useState(rule?.what ?? 'opportunity');
  const [method, setMethod] = useState(rule?.method ?? 'load');
  const [memberIds, setMemberIds] = useState(rule ? [...rule.memberIds] : []);
  const [saleType, setSaleType] = useState<string | null>(rule?.saleType ?? null);
  const [arrives, setArrives] = useState(rule?.arrives ?? true);
  const [active, setActive] = useState(rule?.active ?? true);
  const [territoryId, setTerritoryId] = useState<string | null>(rule?.territoryId ?? null);
  const done = async () => {
    onClose();
    await readAgain(api.listAssignmentRules);
  };
  const save = useMutation({
    mutationFn: async () => {
      const body = {
        name: name.trim(),
        method,
        memberIds,
        saleType: saleTypes.find((each) => each === saleType) ?? null,
        territoryId,
        arrives,
        active,
      };
      return rule
        ? ask(api.changeAssignmentRule, { params: { id: rule.id }, body }, { ifMatch: rule.version })
        : ask(api.createAssignmentRule, { body: { ...body, what } });
    },
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: async (of: AssignmentRule) => ask(api.removeAssignmentRule, { params: { id: of.id } }),
    onSuccess: done,
  });
  const problem = save.error ?? remove.error;
  return (
    <FormDialog onClose={onClose} title={rule?.name ?? t('assign.add')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        maxLength={200}
        label={t('rule.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={css.row}>
        {!rule && (
          <Select
            allowDeselect={false}
            label={t('rule.what')}
            data={assignables.map((value) => ({ value, label: t(`what.${value}`) }))}
            value={what}
            onChange={(value) => setWhat(assignables.find((each) => each === value) ?? what)}
          />
        )}
        <Select
          allowDeselect={false}
          label={t('rule.method')}
          data={assignmentMethods.map((value) => ({ value, label: t(`method.${value}`) }))}
          value={method}
          onChange={(value) => setMethod(assignmentMethods.find((each) => each === value) ?? method)}
        />
      </div>
      <MultiSelect
        searchable
        required
        label={t('rule.people')}
        data={members.list.map(({ id, name: label }) => ({ value: id, label }))}
        value={memberIds}
        onChange={setMemberIds}
      />
      <div className={css.row}>
        <Select
          clearable
          label={t('rule.type')}
          data={saleTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
          value={saleType}
          onChange={setSaleType}
        />
        <Select
          clearable
          label={t('rule.territory')}
          data={territories.map((each) => ({ value: each.id, label: each.name }))}
          value={territoryId}
          onChange={setTerritoryId}
        />
      </div>
      <Checkbox
        label={t('rule.arrives')}
        description={t('rule.arrives detail')}
        checked={arrives}
        onChange={(event) => setArrives(event.currentTarget.checked)}
      />
      {rule && (
        <Checkbox
          label={t('rule.active')}
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
      )}
      <Refusal error={problem} />
      <div className={css.buttons}>
        <Button type="submit" loading={save.isPending} disabled={name.trim() === '' || memberIds.length === 0}>
          {t('rule.save')}
        </Button>
        {rule && <HistoryButton of={{ kind: 'assignment rule', id: rule.id }} name={rule.name} />}
        {rule && (
          <ConfirmButton label={t('rule.remove')} confirm={t('rule.remove')} onConfirm={() => remove.mutate(rule)} />
        )}
      </div>
    </FormDialog>
  );
}
