import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { Part } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { assignables, type Assigned, type AssignmentRule } from '../records.ts';
import { t } from './messages.ts';
import { RuleDialog } from './RuleDialog.tsx';

const lists = { opportunity: 'opportunities', account: 'accounts', case: 'cases' } as const;

/** What has no owner, the rules by which it is given away, and the log of why. */
export function AssignmentPart() {
  const mayAssign = useMay('team:write');
  const waiting = useAnswer(api.listWithoutOwner, undefined, {
    enabled: mayAssign,
    meta: { hears: ['account', 'opportunity'] },
  }).data;
  const rules = useAnswer(api.listAssignmentRules, undefined, { enabled: mayAssign }).data?.items ?? [];
  const log =
    useAnswer(api.listAssignments, { query: { limit: '20' } }, { meta: { hears: ['account', 'opportunity'] } }).data
      ?.items ?? [];
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
      notify(
        [
          t('assign.done', { count: answers.reduce((sum, answer) => sum + answer.items.length, 0) }),
          left > 0 ? t('assign.left', { count: left }) : '',
        ]
          .filter(Boolean)
          .join('. '),
      );
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
          {some
            ? t('assign.waiting', {
                what: format.list(
                  assignables
                    .filter((what) => waiting[lists[what]].length > 0)
                    .map((what) => t(`waiting.${what}`, { count: waiting[lists[what]].length })),
                ),
              })
            : t('assign.nothing')}{' '}
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
                      {t('rule.detail', {
                        what: t(`what.${rule.what}`),
                        method: t(`method.${rule.method}`),
                        people: rule.memberIds.length,
                      })}{' '}
                      · {t(!rule.active ? 'rule.off' : rule.arrives ? 'rule.at once' : 'rule.asked')}
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
                  <Subject of={each} />
                  {' → '}
                  <Link
                    className={css.link}
                    {...carried(each)}
                    aria-label={t('assign.carries', { who: each.memberName })}
                  >
                    {each.memberName}
                  </Link>
                  <span className={css.second}>
                    <RuleName of={each} rules={rules} onOpen={(rule) => setOpen({ rule })} />
                    {whyText(each)}
                  </span>
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

/** What was given away, to be opened. */
function Subject({ of: { what, subjectId, subjectName } }: { of: Assigned }) {
  const to = { account: '/accounts/$id', opportunity: '/opportunities/$id', case: '/cases/$id' } as const;
  return (
    <Link className={css.link} to={to[what]} params={{ id: subjectId }}>
      {subjectName}
    </Link>
  );
}

/** All of the same kind that the person carries now. */
const carried = ({ what, memberId }: Assigned) =>
  what === 'account'
    ? ({ to: '/relationships', search: { as: 'table', owner: memberId } } as const)
    : what === 'opportunity'
      ? ({ to: '/purchase', search: { as: 'table', owner: memberId } } as const)
      : ({ to: '/usage', search: { tab: 'cases', owner: memberId } } as const);

/** The rule as it was called then; it opens as it is now, for who may change it and while it is there. */
function RuleName({
  of: { ruleId, ruleName },
  rules,
  onOpen,
}: {
  of: Assigned;
  rules: readonly AssignmentRule[];
  onOpen: (rule: AssignmentRule) => void;
}) {
  const rule = rules.find((each) => each.id === ruleId);
  if (ruleName === null) return null;
  return (
    <>
      {rule ? (
        <button type="button" className={css.link} onClick={() => onOpen(rule)}>
          {ruleName}
        </button>
      ) : (
        ruleName
      )}
      {' · '}
    </>
  );
}

function whyText({ why }: Assigned): string {
  return [
    t('assign.by', { method: t(`method.${why.method}`), among: why.among }),
    why.openSales === null || why.capacity === null
      ? null
      : t('assign.carried', { open: why.openSales, capacity: why.capacity }),
    why.profile && why.fit !== null ? t(`profile.${why.profile}`) : null,
    why.territory,
    why.fit === null ? null : t('assign.why fit', { fit: format.percent(why.fit) }),
    why.full.length > 0 ? t('assign.why full', { names: format.list(why.full) }) : null,
  ]
    .filter(Boolean)
    .join(' · ');
}
