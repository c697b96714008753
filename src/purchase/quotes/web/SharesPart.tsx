import { Button, NumberInput, Select } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { useAct } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { Form } from '../../../web/kit/Form.tsx';
import { notify } from '../../../web/shell/toasts.ts';
import { purchaseContract as api, type SaleDetail } from '../../contract.ts';
import { readSalesAgain } from '../../web/data.ts';
import { t } from './messages.ts';
import css from './quote.module.css';
import { percentText } from './words.ts';

/** Who sells it together, with shares that sum to 100 %. */
export function SharesPart({ sale }: { sale: SaleDetail }) {
  const [editing, setEditing] = useState(false);
  if (editing) return <SharesForm sale={sale} onClose={() => setEditing(false)} />;
  return (
    <section aria-label={t('shares.title')}>
      <div className={css.head}>
        <h2>{t('shares.title')}</h2>
        <span />
        {sale.mayChange && (
          <button type="button" className={css.link} onClick={() => setEditing(true)}>
            {t(sale.shares.length === 0 ? 'shares.edit' : 'shares.change')}
          </button>
        )}
      </div>
      {sale.shares.length === 0 ? (
        <p className={css.quiet}>{sale.owner ? t('shares.alone', { name: sale.owner.name }) : t('shares.nobody')}</p>
      ) : (
        <ul className={css.list}>
          {sale.shares.map((share) => (
            <li key={share.memberId}>
              <span>{share.memberName}</span>
              <span className={css.quiet}>{worth(sale, share.share)}</span>
              <span>{percentText(share.share)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface Draft {
  key: string;
  memberId: string | null;
  share: number;
}

function SharesForm({ sale, onClose }: { sale: SaleDetail; onClose: () => void }) {
  const members = useMembers();
  const [drafts, setDrafts] = useState<Draft[]>(() =>
    sale.shares.length > 0
      ? sale.shares.map(({ memberId, share }) => ({ key: memberId, memberId, share }))
      : [
          { key: crypto.randomUUID(), memberId: sale.owner?.id ?? null, share: 100 },
          { key: crypto.randomUUID(), memberId: null, share: 0 },
        ],
  );
  const save = useAct(api.shareSale);
  const given = drafts.filter((draft) => draft.memberId !== null && draft.share > 0);
  const hundredths = given.reduce((sum, draft) => sum + Math.round(draft.share * 100), 0);
  const sum = percentText(hundredths / 100);
  const change = (key: string, part: Partial<Draft>) =>
    setDrafts(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
  const store = (shares: { memberId: string; share: number }[]) =>
    save.mutate(
      { input: { params: { id: sale.id }, body: { shares } } },
      {
        onSuccess: () => {
          notify(t('shares.saved'));
          onClose();
          void readSalesAgain();
        },
      },
    );
  return (
    <section aria-label={t('shares.title')}>
      <div className={css.head}>
        <h2>{t('shares.title')}</h2>
      </div>
      <Form
        onSend={() => store(given.flatMap(({ memberId, share }) => (memberId === null ? [] : [{ memberId, share }])))}
      >
        {drafts.map((draft) => (
          <div key={draft.key} className={css.member}>
            <Select
              searchable
              size="xs"
              label={t('shares.member')}
              data={members.list
                .filter((member) => member.id === draft.memberId || drafts.every((each) => each.memberId !== member.id))
                .map((member) => ({ value: member.id, label: member.name }))}
              value={draft.memberId}
              onChange={(memberId) => change(draft.key, { memberId })}
            />
            <NumberInput
              size="xs"
              label={t('shares.share')}
              min={0}
              max={100}
              decimalScale={2}
              value={draft.share}
              onChange={(share) => change(draft.key, { share: Number(share) || 0 })}
            />
            <output>{worth(sale, draft.share)}</output>
            <button
              type="button"
              className={css.remove}
              aria-label={t('lines.remove', { name: members.nameOf(draft.memberId) ?? '' })}
              onClick={() => setDrafts(drafts.filter((each) => each.key !== draft.key))}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </div>
        ))}
        <p role="status" className={hundredths === 10_000 ? css.quiet : css.why}>
          {t(hundredths === 10_000 ? 'shares.sum' : 'shares.sum wrong', { sum })}
        </p>
        <div className={css.tools}>
          <Button
            size="xs"
            variant="default"
            leftSection={<Plus size={13} aria-hidden="true" />}
            onClick={() =>
              setDrafts([
                ...drafts,
                { key: crypto.randomUUID(), memberId: null, share: Math.max(0, (10_000 - hundredths) / 100) },
              ])
            }
          >
            {t('shares.add')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setDrafts(evenly(drafts))}>
            {t('shares.even')}
          </Button>
          <Button size="xs" type="submit" disabled={hundredths !== 10_000} loading={save.isPending}>
            {t('shares.save')}
          </Button>
          {sale.shares.length > 0 && (
            <Button size="xs" variant="default" onClick={() => store([])}>
              {t('shares.end')}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={onClose}>
            {t('lines.cancel')}
          </Button>
        </div>
      </Form>
    </section>
  );
}

/** Equal shares in hundredths of a percent; the first ones take what is left over. */
function evenly(drafts: readonly Draft[]): Draft[] {
  const each = Math.floor(10_000 / Math.max(1, drafts.length));
  const rest = 10_000 - each * drafts.length;
  return drafts.map((draft, i) => ({ ...draft, share: (each + (i < rest ? 1 : 0)) / 100 }));
}

const worth = (sale: SaleDetail, share: number): string =>
  sale.amount === null
    ? ''
    : t('shares.worth', { amount: format.moneyShort((Number(sale.amount) * share) / 100, sale.currency) });
