import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { Form, Refusal } from '../../../web/kit/Form.tsx';
import type { SaleDetail } from '../../contract.ts';
import { readSalesAgain } from '../../web/data.ts';
import { closingContract as api, competitorResults, type Competitor } from '../contract.ts';
import css from './closing.module.css';
import { t } from './messages.ts';

/** Whom we meet in this sale, what became of each, and why. */
export function CompetitorsPart({ sale }: { sale: SaleDetail }) {
  const { data } = useAnswer(api.readClosing, { params: { id: sale.id } }, { meta: { hears: ['opportunity'] } });
  const [editing, setEditing] = useState<Competitor | 'new'>();
  return (
    <section aria-label={t('met.title')}>
      <div className={css.head}>
        <h2>{t('met.title')}</h2>
        {sale.mayChange && editing === undefined && (
          <button type="button" className={css.link} onClick={() => setEditing('new')}>
            {t('met.add')}
          </button>
        )}
      </div>
      {data?.competitors.length === 0 && editing === undefined && <p className={css.quiet}>{t('met.none')}</p>}
      {data && data.competitors.length > 0 && (
        <ul className={css.list}>
          {data.competitors.map((each) => (
            <li key={each.id}>
              {sale.mayChange ? (
                <button
                  type="button"
                  className={css.link}
                  aria-label={t('met.edit', { name: each.name })}
                  onClick={() => setEditing(each)}
                >
                  {each.name}
                </button>
              ) : (
                <span>{each.name}</span>
              )}
              <span data-bad={each.result === 'they won'}>{t(`result.${each.result}`)}</span>
              {each.why !== null && <small>{each.why}</small>}
            </li>
          ))}
        </ul>
      )}
      {editing !== undefined && (
        <CompetitorForm
          key={editing === 'new' ? 'new' : editing.id}
          saleId={sale.id}
          competitor={editing === 'new' ? null : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </section>
  );
}

function CompetitorForm({
  saleId,
  competitor,
  onClose,
}: {
  saleId: string;
  competitor: Competitor | null;
  onClose: () => void;
}) {
  const [name, setName] = useState(competitor?.name ?? '');
  const [result, setResult] = useState(competitor?.result ?? ('open' as const));
  const [why, setWhy] = useState(competitor?.why ?? '');
  const done = async () => {
    onClose();
    await Promise.all([readAgain(api.readClosing, api.whyDecided), readSalesAgain()]);
  };
  const save = useMutation({
    mutationFn: async () => {
      const body = { name, result, why: why.trim() || null };
      return competitor
        ? ask(api.changeCompetitor, { params: { id: competitor.id }, body }, { ifMatch: competitor.version })
        : ask(api.addCompetitor, { params: { id: saleId }, body });
    },
    onSuccess: done,
  });
  const remove = useMutation({
    mutationFn: async (id: string) => ask(api.removeCompetitor, { params: { id } }),
    onSuccess: done,
  });
  return (
    <Form onSend={() => save.mutate()}>
      <TextInput
        autoFocus
        required
        size="xs"
        label={t('met.name')}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        allowDeselect={false}
        size="xs"
        label={t('met.result')}
        data={competitorResults.map((value) => ({ value, label: t(`result.${value}`) }))}
        value={result}
        onChange={(value) => setResult(competitorResults.find((each) => each === value) ?? result)}
      />
      <TextInput
        size="xs"
        label={t('met.why')}
        maxLength={1000}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <Refusal error={save.error} />
      <div className={css.buttons}>
        <Button size="xs" type="submit" loading={save.isPending}>
          {t('met.save')}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {t('met.cancel')}
        </Button>
        {competitor && (
          <Button size="xs" variant="default" loading={remove.isPending} onClick={() => remove.mutate(competitor.id)}>
            {t('met.remove')}
          </Button>
        )}
      </div>
    </Form>
  );
}
