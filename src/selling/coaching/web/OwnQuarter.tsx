import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { useMay } from '../../../web/session.ts';
import { leadershipContract } from '../../team/contract.ts';
import { CallDialog } from '../../team/web/CallDialog.tsx';
import { Figures, Part } from '../../web/parts.tsx';
import { SalesLink } from '../../web/SalesLink.tsx';
import type { PersonDetail } from '../records.ts';
import { t } from './messages.ts';

/** What one person won against the goal, and says will be won: what a seller asks first. */
export function OwnQuarter({ person }: { person: PersonDetail }) {
  const { data } = useAnswer(
    leadershipContract.readForecast,
    { query: { member: person.memberId } },
    { meta: { hears: ['forecast', 'opportunity'] } },
  );
  const [calling, setCalling] = useState(false);
  const mayCall = useMay('forecast:write');
  const row = data?.rows.find((each) => each.memberId === person.memberId);
  if (!data || !row) return null;
  const money = (value: string | number) => format.moneyShort(Number(value), data.currency);
  const said = row.call ?? row.former;
  const quota = row.quota === null ? null : Number(row.quota);
  const missing = quota === null ? null : quota - Number(row.won);
  const { accuracy } = row;
  return (
    <Part
      title={person.isMe ? t('quarter.title') : t('quarter.of', { name: person.name })}
      detail={t(person.isMe ? 'quarter.detail' : 'quarter.detail of')}
      report={{ report: 'coaching-quarter', search: { person: person.memberId } }}
      actions={mayCall && person.isMe && <Button onClick={() => setCalling(true)}>{t('quarter.call')}</Button>}
    >
      <Figures
        items={[
          {
            label: t('quarter.won'),
            value: (
              <SalesLink
                owner={row.memberId}
                outcome="won"
                from={data.period}
                until={data.until}
                nothing={Number(row.won) === 0}
              >
                {money(row.won)}
              </SalesLink>
            ),
            detail: quota ? format.percent(Number(row.won) / quota) : undefined,
          },
          {
            label: t('quarter.goal'),
            value: quota === null ? '–' : money(quota),
            detail: quota === null ? t('quarter.no goal') : undefined,
          },
          {
            label: t('quarter.missing'),
            value: missing === null ? '–' : missing <= 0 ? t('quarter.reached') : money(missing),
            tone: missing !== null && missing <= 0 ? 'good' : undefined,
          },
          {
            label: t('quarter.open'),
            value: (
              <SalesLink
                owner={row.memberId}
                outcome="open"
                from={data.period}
                until={data.until}
                nothing={row.sales === 0}
              >
                {money(row.open)}
              </SalesLink>
            ),
            detail: t('quarter.likely', { amount: money(Number(row.won) + Number(row.weighted)) }),
          },
          {
            label: t('quarter.said'),
            value: said ? money(said.committed) : '–',
            detail: row.adjustment
              ? t('quarter.leader', {
                  name: row.adjustment.leaderName,
                  amount: money(row.adjustment.committed),
                  reason: row.adjustment.reason,
                })
              : said
                ? t('quarter.best', { amount: money(said.bestCase) })
                : t('quarter.not said'),
          },
          {
            label: t('quarter.past'),
            value: accuracy.miss === null ? '–' : t('quarter.missed', { miss: format.percent(accuracy.miss) }),
            detail:
              accuracy.miss === null
                ? t('quarter.no past')
                : t('quarter.calls', {
                    calls: accuracy.calls,
                    periods: accuracy.periods,
                    naive: accuracy.naiveMiss === null ? '–' : format.percent(accuracy.naiveMiss),
                  }),
          },
        ]}
      />
      {calling && <CallDialog forecast={data} row={row} mine onClose={() => setCalling(false)} />}
    </Part>
  );
}
