import { Button, Modal, NumberInput, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { t as web } from '../../../web/messages/en.ts';
import { useMay } from '../../../web/session.ts';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api, sellerTypes, type ForceOverview, type Seller } from '../contract.ts';
import { t } from './messages.ts';

export function SellersPart({ force }: { force: ForceOverview }) {
  const [open, setOpen] = useState<Seller>();
  const mayChange = useMay('team:write');
  if (force.sellers.length === 0) return null;
  return (
    <Part title={t('sellers.title')} detail={t('sellers.detail')}>
      <Table label={t('sellers.title')} head={[t('sellers.who'), t('sellers.type'), t('sellers.best'), t('sellers.load'), t('sellers.capacity'), t('sellers.accounts')]}>
        {force.sellers.map((seller) => (
          <tr key={seller.memberId}>
            <th scope="row">
              {mayChange ? (
                <button type="button" className={css.link} aria-label={t('sellers.change', { name: seller.name })} onClick={() => setOpen(seller)}>
                  {seller.name}
                </button>
              ) : (
                seller.name
              )}
              <span className={css.second}>{seller.teamName ?? ''}</span>
            </th>
            <td>{t(`seller.${seller.sellerType}`)}</td>
            <td>{seller.best ? t(`profile.${seller.best}`) : '–'}</td>
            <td className={seller.openSales >= seller.capacity ? css.bad : undefined}>
              {format.number(seller.openSales)}
              {seller.openSales >= seller.capacity && <span className={css.second}>{t('sellers.full')}</span>}
            </td>
            <td>{format.number(seller.capacity)}</td>
            <td>
              <Link to="/relationships" search={{ view: 'table', owner: seller.memberId }}>
                {format.number(seller.accounts)}
              </Link>
            </td>
          </tr>
        ))}
      </Table>
      {open && <CapacityDialog seller={open} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

function CapacityDialog({ seller, onClose }: { seller: Seller; onClose: () => void }) {
  const [sellerType, setSellerType] = useState(seller.sellerType);
  const [capacity, setCapacity] = useState<number | string>(seller.capacity);
  const save = useAct(api.setCapacity, { touches: [api.readForce] });
  return (
    <Modal opened onClose={onClose} title={seller.name} closeButtonProps={{ 'aria-label': web('app.close') }}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ input: { params: { id: seller.memberId }, body: { sellerType, capacity: Number(capacity) } } }, { onSuccess: onClose });
        }}
      >
        <Select
          allowDeselect={false}
          label={t('sellers.type')}
          data={sellerTypes.map((value) => ({ value, label: t(`seller.${value}`) }))}
          value={sellerType}
          onChange={(value) => setSellerType(sellerTypes.find((each) => each === value) ?? sellerType)}
        />
        <NumberInput required min={0} max={10_000} label={t('sellers.capacity')} value={capacity} onChange={setCapacity} />
        <Button type="submit" loading={save.isPending}>
          {web('field.save')}
        </Button>
      </form>
    </Modal>
  );
}

/** What selling each type costs, and what such customers bring. */
export function CostPart({ force }: { force: ForceOverview }) {
  const [changing, setChanging] = useState(false);
  const mayChange = useMay('team:write');
  const money = (value: number) => format.moneyShort(value, force.currency);
  return (
    <Part title={t('cost.title')} detail={t('cost.detail')}>
      <Table
        label={t('cost.title')}
        head={[t('mix.type'), t('cost.contacts'), t('cost.hours'), t('cost.cost'), t('cost.won'), t('cost.customers'), t('cost.revenue'), t('cost.per')]}
      >
        {force.cost
          .filter((row) => row.contacts > 0 || row.won > 0 || row.customers > 0)
          .map((row) => (
            <tr key={row.saleType}>
              <th scope="row">{t(`type.${row.saleType}`)}</th>
              <td>{format.number(row.contacts)}</td>
              <td>
                {format.number(row.hours)}
                <span className={css.second}>{t('cost.timed', { share: format.percent(row.timedShare) })}</span>
              </td>
              <td>{money(row.cost)}</td>
              <td>
                {format.number(row.won)} · {money(row.wonAmount)}
              </td>
              <td>{format.number(row.customers)}</td>
              <td>{money(row.revenue)}</td>
              <td>{row.revenue > 0 ? format.number((100 * row.cost) / row.revenue, 1) : '–'}</td>
            </tr>
          ))}
      </Table>
      <p className={css.quiet} style={{ marginTop: 8 }}>
        {t('cost.rule', { cost: format.money(Number(force.rule.hourlyCost), force.currency), minutes: force.rule.minutesEach })}{' '}
        {mayChange && (
          <Button size="xs" variant="subtle" onClick={() => setChanging(true)}>
            {t('cost.change')}
          </Button>
        )}
      </p>
      {changing && <CostDialog force={force} onClose={() => setChanging(false)} />}
    </Part>
  );
}

function CostDialog({ force, onClose }: { force: ForceOverview; onClose: () => void }) {
  const [hour, setHour] = useState<number | string>(Number(force.rule.hourlyCost));
  const [minutes, setMinutes] = useState<number | string>(force.rule.minutesEach);
  const save = useAct(api.setForceRule, { touches: [api.readForce] });
  return (
    <Modal opened onClose={onClose} title={t('cost.title')} closeButtonProps={{ 'aria-label': web('app.close') }}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ input: { body: { hourlyCost: Number(hour).toFixed(2), minutesEach: Number(minutes) } } }, { onSuccess: onClose });
        }}
      >
        <NumberInput required min={0} label={t('cost.hour', { currency: force.currency })} value={hour} onChange={setHour} />
        <NumberInput required min={0} max={1000} label={t('cost.minutes')} value={minutes} onChange={setMinutes} />
        <Button type="submit" loading={save.isPending}>
          {web('field.save')}
        </Button>
      </form>
    </Modal>
  );
}
