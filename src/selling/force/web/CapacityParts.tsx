import { Button, NumberInput, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { WithoutRate } from '../../../offerings/web/WithoutRate.tsx';
import { useState } from 'react';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import type { SaleType } from '../../../relationship/vocabulary.ts';
import { inDays } from '../../../web/kit/days.ts';
import { t as web } from '../../../web/messages/en.ts';
import { useMay } from '../../../web/session.ts';
import { Part, Table } from '../../web/parts.tsx';
import { SalesLink } from '../../web/SalesLink.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { sellerTypes, type ForceOverview, type Seller } from '../records.ts';
import { CostContacts } from './CostContacts.tsx';
import { t } from './messages.ts';
import type { OfForceProps } from './OfForce.tsx';

export function CapacityDialog({ seller, onClose }: { seller: Seller; onClose: () => void }) {
  const [sellerType, setSellerType] = useState(seller.sellerType);
  const [capacity, setCapacity] = useState<number | string>(seller.capacity);
  const [openCases, setOpenCases] = useState<number | string>(seller.openCases);
  const save = useAct(api.setCapacity, { touches: [api.readForce] });
  return (
    <FormDialog
      onClose={onClose}
      title={seller.name}
      onSend={() =>
        save.mutate(
          {
            input: {
              params: { id: seller.memberId },
              body: { sellerType, capacity: Number(capacity), openCases: Number(openCases) },
            },
          },
          { onSuccess: onClose },
        )
      }
    >
      <Select
        allowDeselect={false}
        label={t('sellers.type')}
        data={sellerTypes.map((value) => ({ value, label: t(`seller.${value}`) }))}
        value={sellerType}
        onChange={(value) => setSellerType(sellerTypes.find((each) => each === value) ?? sellerType)}
      />
      <div className={css.row}>
        <NumberInput
          required
          min={0}
          max={10_000}
          label={t('sellers.capacity of sales')}
          value={capacity}
          onChange={setCapacity}
        />
        <NumberInput
          required
          min={0}
          max={10_000}
          label={t('sellers.capacity of cases')}
          value={openCases}
          onChange={setOpenCases}
        />
      </div>
      <Button type="submit" loading={save.isPending}>
        {web('field.save')}
      </Button>
    </FormDialog>
  );
}

/** What selling each type costs, and what such customers bring over their whole life. */
export function CostPart({ force, search }: OfForceProps) {
  const [changing, setChanging] = useState(false);
  const [opened, setOpened] = useState<SaleType>();
  const mayChange = useMay('team:write');
  const { data: whole } = useAnswer(api.readLifecycle, undefined, { meta: { hears: ['opportunity', 'order'] } });
  const money = (value: number) => format.moneyShort(value, force.currency);
  const opens = ({ saleType, contacts, further }: (typeof force.cost)[number], text: string) =>
    contacts === 0 && further === 0 && !mayChange ? (
      text
    ) : (
      <button
        type="button"
        className={css.link}
        aria-label={t('cost.open', { figure: text, count: contacts, type: t(`type.${saleType}`) })}
        onClick={() => setOpened(saleType)}
      >
        {text}
      </button>
    );
  const differing = sellerTypes.flatMap((type) =>
    force.rule.bySellerType[type] === undefined
      ? []
      : [
          t('cost.rule type', {
            type: t(`seller.${type}`),
            cost: format.money(Number(force.rule.bySellerType[type]), force.currency),
          }),
        ],
  );
  const rows = force.cost.filter((row) => row.contacts > 0 || row.further > 0 || row.won > 0 || row.customers > 0);
  return (
    <Part title={t('cost.title')} detail={t('cost.detail')} report={{ report: 'force-cost', search }}>
      {rows.length === 0 ? (
        <p className={css.quiet}>{t('cost.empty')}</p>
      ) : (
        <Table
          label={t('cost.title')}
          head={[
            t('mix.type'),
            t('cost.contacts'),
            t('cost.hours'),
            t('cost.cost'),
            t('cost.won'),
            t('cost.each'),
            t('cost.customers'),
            t('cost.life'),
            t('cost.to come'),
            t('cost.times'),
          ]}
        >
          {rows.map((row) => {
            const life = whole?.items.find((each) => each.saleType === row.saleType);
            const each = row.won > 0 ? row.cost / row.won : null;
            const brings = life && life.customers > 0 ? life.revenue / life.customers : null;
            return (
              <tr key={row.saleType}>
                <th scope="row">{t(`type.${row.saleType}`)}</th>
                <td>{opens(row, format.number(row.contacts))}</td>
                <td>
                  {opens(row, format.number(row.hours))}
                  <span className={css.second}>{t('cost.timed', { share: format.percent(row.timedShare) })}</span>
                </td>
                <td>
                  {opens(row, money(row.cost))}
                  {row.further > 0 && (
                    <span className={css.second}>
                      {t('cost.parts', { hours: money(row.cost - row.further), further: money(row.further) })}
                    </span>
                  )}
                </td>
                <td>
                  <SalesLink saleType={row.saleType} outcome="won" from={inDays(-365)}>
                    {format.number(row.won)}
                  </SalesLink>
                  <span className={css.second}>{money(row.wonAmount)}</span>
                </td>
                <td>{each === null ? '–' : money(each)}</td>
                <td>
                  <Link to="/insight" search={{ report: 'value', valueBy: 'saleType' }}>
                    {format.number(life?.customers ?? row.customers)}
                  </Link>
                  {life && (
                    <span className={css.second}>{t('cost.years', { years: format.number(life.years, 1) })}</span>
                  )}
                </td>
                <td>
                  {brings === null ? '–' : money(brings)}
                  {life && life.unrated.count > 0 && (
                    <span className={css.second}>
                      <WithoutRate of={life.unrated} what="amounts" />
                    </span>
                  )}
                </td>
                <td>
                  {life && life.valued > 0 ? money(life.toCome / life.valued) : '–'}
                  {life && life.valued > 0 && (
                    <span className={css.second}>{t('cost.valued', { count: life.valued })}</span>
                  )}
                </td>
                <td>
                  {each !== null && each > 0 && brings !== null
                    ? t('cost.times of', { times: format.number(brings / each, brings / each < 10 ? 1 : 0) })
                    : '–'}
                </td>
              </tr>
            );
          })}
        </Table>
      )}
      <WithoutRate of={force.unrated.cost} />
      <p className={css.quiet} style={{ marginTop: 8 }}>
        {t('cost.counted')} {differing.length > 0 ? t('cost.rule by type', { types: format.list(differing) }) : ''}
        {t('cost.rule', {
          cost: format.money(Number(force.rule.hourlyCost), force.currency),
          minutes: force.rule.minutesEach,
        })}{' '}
        {mayChange && (
          <Button size="xs" variant="subtle" onClick={() => setChanging(true)}>
            {t('cost.change')}
          </Button>
        )}
      </p>
      {opened && (
        <CostContacts
          saleType={opened}
          minutesEach={force.rule.minutesEach}
          currency={force.currency}
          onClose={() => setOpened(undefined)}
        />
      )}
      {changing && <CostDialog force={force} onClose={() => setChanging(false)} />}
    </Part>
  );
}

function CostDialog({ force, onClose }: { force: ForceOverview; onClose: () => void }) {
  const [hour, setHour] = useState<number | string>(Number(force.rule.hourlyCost));
  const [byType, setByType] = useState<Record<string, number | string>>(force.rule.bySellerType);
  const bySellerType = Object.fromEntries(
    sellerTypes.flatMap((type) =>
      byType[type] === undefined || byType[type] === '' ? [] : [[type, Number(byType[type]).toFixed(2)]],
    ),
  );
  const [minutes, setMinutes] = useState<number | string>(force.rule.minutesEach);
  const save = useAct(api.setForceRule, { touches: [api.readForce] });
  return (
    <FormDialog
      onClose={onClose}
      title={t('cost.title')}
      onSend={() =>
        save.mutate(
          { input: { body: { hourlyCost: Number(hour).toFixed(2), bySellerType, minutesEach: Number(minutes) } } },
          { onSuccess: onClose },
        )
      }
    >
      <NumberInput
        required
        min={0}
        label={t('cost.hour', { currency: force.currency })}
        value={hour}
        onChange={setHour}
      />
      <fieldset className={css.byType}>
        <legend className={css.quiet}>{t('cost.hour by type')}</legend>
        {sellerTypes.map((type) => (
          <NumberInput
            key={type}
            min={0}
            label={t(`seller.${type}`)}
            placeholder={String(hour)}
            value={byType[type] ?? ''}
            onChange={(value) => setByType({ ...byType, [type]: value })}
          />
        ))}
      </fieldset>
      <NumberInput required min={0} max={1000} label={t('cost.minutes')} value={minutes} onChange={setMinutes} />
      <Button type="submit" loading={save.isPending}>
        {web('field.save')}
      </Button>
    </FormDialog>
  );
}
