import { Button, Checkbox, Modal, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { Part } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { assignables, assignmentMethods, type Assigned, type AssignmentRule } from '../records.ts';
import { t } from './messages.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

const lists = { opportunity: 'opportunities', account: 'accounts', case: 'cases' } as const;

/** What has no owner, the rules by which it is given away, and the log of why. */
export function AssignmentPart() {
  const mayAssign = useMay('team:write');
  const waiting = useAnswer(api.listWithoutOwner, undefined, { enabled: mayAssign, meta: { hears: ['account', 'opportunity'] } }).data;
  const rules = useAnswer(api.listAssignmentRules, undefined, { enabled: mayAssign }).data?.items ?? [];
  const log = useAnswer(api.listAssignments, { query: { limit: '20' } }, { meta: { hears: ['account', 'opportunity'] } }).data?.items ?? [];
  const [open, setOpen] = useState<{ rule: AssignmentRule | null }>();
  const assign = useMutation({
    mutationFn: async () => {
      const answers = [];
      for (const what of assignables) {
        const ids = waiting?.[lists[what]].map((each) => each.id) ?? [];
        if (ids.length > 0) answers.push(await ask(api.assign, { body: { what, ids } }));
      }
      return answers;
    },
    onSuccess: async (answers) => {
      const left = answers.reduce((sum, answer) => sum + answer.left.length, 0);
      notify([t('assign.done', { count: answers.reduce((sum, answer) => sum + answer.items.length, 0) }), left > 0 ? t('assign.left', { count: left }) : ''].filter(Boolean).join('. '));
      await readAgain(api.listWithoutOwner, api.listAssignments, api.readForce);
    },
  });
  if (!mayAssign && log.length === 0) return null;
  const some = waiting !== undefined && assignables.some((what) => waiting[lists[what]].length > 0);
  return (
    <Part
      title={t('assign.title')}
      detail={t('assign.detail')}
      actions={
        mayAssign && (
          <Button size="xs" variant="default" onClick={() => setOpen({ rule: null })}>
            {t('assign.add')}
          </Button>
        )
      }
      report={{ report: 'force-assignments' }}
    >
      {mayAssign && waiting && (
        <p className={css.part}>
          {some ? t('assign.waiting', { what: format.list(assignables.filter((what) => waiting[lists[what]].length > 0).map((what) => t(`waiting.${what}`, { count: waiting[lists[what]].length }))) }) : t('assign.nothing')}{' '}
          {some && rules.length > 0 && (
            <Button size="xs" loading={assign.isPending} onClick={() => assign.mutate()}>
              {t('assign.go')}
            </Button>
          )}
        </p>
      )}
      {assign.error && <p className={css.bad}>{problemText(assign.error)}</p>}
      <div className={css.columns}>
        {mayAssign && (
          <section className={css.part} aria-label={t('assign.rules')}>
            <h3 className={css.quiet}>{t('assign.rules')}</h3>
            {rules.length === 0 && <p>{t('assign.no rules')}</p>}
            <ul className={css.list}>
              {rules.map((rule) => (
                <li key={rule.id}>
                  <button type="button" className={css.link} onClick={() => setOpen({ rule })}>
                    <b>{rule.name}</b>
                    <span className={css.second}>
                      {t('rule.detail', { what: t(`what.${rule.what}`), method: t(`method.${rule.method}`), people: rule.memberIds.length })} · {t(!rule.active ? 'rule.off' : rule.arrives ? 'rule.at once' : 'rule.asked')}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <section className={css.part} aria-label={t('assign.log')}>
          {log.length > 0 && <h3 className={css.quiet}>{t('assign.log')}</h3>}
          <ul className={css.list}>
            {log.map((each) => (
              <li key={each.id}>
                <span>
                  {t('assign.to', { what: each.subjectName, who: each.memberName })}
                  <span className={css.second}>{whyText(each)}</span>
                </span>
                <span className={css.quiet}>{format.date(each.at)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      {open && <RuleDialog rule={open.rule} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

function whyText({ why, ruleName }: Assigned): string {
  return [
    ruleName,
    t('assign.why', { method: t(`method.${why.method}`), open: why.openSales, capacity: why.capacity, among: why.among }),
    why.profile && why.fit !== null ? t(`profile.${why.profile}`) : null,
    why.territory,
    why.fit === null ? null : t('assign.why fit', { fit: format.percent(why.fit) }),
    why.full.length > 0 ? t('assign.why full', { names: format.list(why.full) }) : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

function RuleDialog({ rule, onClose }: { rule: AssignmentRule | null; onClose: () => void }) {
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
      const body = { name: name.trim(), method, memberIds, saleType: saleTypes.find((each) => each === saleType) ?? null, territoryId, arrives, active };
      return rule ? ask(api.changeAssignmentRule, { params: { id: rule.id }, body }, { ifMatch: rule.version }) : ask(api.createAssignmentRule, { body: { ...body, what } });
    },
    onSuccess: done,
  });
  const remove = useMutation({ mutationFn: async (of: AssignmentRule) => ask(api.removeAssignmentRule, { params: { id: of.id } }), onSuccess: done });
  const problem = save.error ?? remove.error;
  return (
    <Modal opened onClose={onClose} title={rule?.name ?? t('assign.add')}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput data-autofocus required maxLength={200} label={t('rule.name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
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
        <MultiSelect searchable required label={t('rule.people')} data={members.list.map(({ id, name: label }) => ({ value: id, label }))} value={memberIds} onChange={setMemberIds} />
        <div className={css.row}>
          <Select clearable label={t('rule.type')} data={saleTypes.map((value) => ({ value, label: t(`type.${value}`) }))} value={saleType} onChange={setSaleType} />
          <Select clearable label={t('rule.territory')} data={territories.map((each) => ({ value: each.id, label: each.name }))} value={territoryId} onChange={setTerritoryId} />
        </div>
        <Checkbox label={t('rule.arrives')} description={t('rule.arrives detail')} checked={arrives} onChange={(event) => setArrives(event.currentTarget.checked)} />
        {rule && <Checkbox label={t('rule.active')} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />}
        {problem && (
          <p role="alert" className={css.bad}>
            {problemText(problem)}
          </p>
        )}
        <div className={css.buttons}>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === '' || memberIds.length === 0}>
            {t('rule.save')}
          </Button>
          {rule && <HistoryButton of={{ kind: 'assignment rule', id: rule.id }} name={rule.name} />}
          {rule && <ConfirmButton label={t('rule.remove')} confirm={t('rule.remove')} onConfirm={() => remove.mutate(rule)} />}
        </div>
      </form>
    </Modal>
  );
}
