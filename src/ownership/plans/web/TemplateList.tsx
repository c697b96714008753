import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { t as web } from '../../../web/messages/en.ts';
import { useMay } from '../../../web/session.ts';
import { plansContract as api, type TemplateRecord } from '../contract.ts';
import { shippedTemplates } from '../templates.ts';
import { change } from './data.ts';
import { t } from './messages.ts';
import css from './plans.module.css';

const blank: TemplateRecord = {
  id: '',
  name: '',
  offering: null,
  saleType: null,
  firstValueDays: 90,
  steps: [{ title: '', side: 'us', afterDays: 14, needsAcceptance: false }],
  version: 0,
};

/** Steps of an implementation per offering and type of sale; leaders keep them. */
export function TemplateList() {
  const { data, error, refetch } = useAnswer(api.listTemplates, {}, { meta: { hears: ['template'] } });
  const keeps = useMay('process:write');
  const [editing, setEditing] = useState<TemplateRecord>();
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={4} height={40} />;
  return (
    <section>
      <p className={css.quiet}>{t('templates.intro')}</p>
      <ul className={css.list}>
        {data.items.map((template) => (
          <li key={template.id} className={css.milestone}>
            <span className={css.milestoneName}>
              {template.name}
              <span className={css.quiet}>
                {[
                  template.offering,
                  template.saleType === null ? t('templates.any') : web(`sale.${template.saleType}`),
                  t('templates.steps', { count: template.steps.length }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            {keeps && (
              <span className={css.actions}>
                <Button size="xs" variant="default" onClick={() => setEditing(template)}>
                  {t('templates.edit')}
                </Button>
                <Button
                  size="xs"
                  variant="subtle"
                  onClick={() => void change(() => ask(api.removeTemplate, { params: { id: template.id } }))}
                >
                  {t('templates.remove')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {keeps && (
        <Button mt={12} variant="default" onClick={() => setEditing(blank)}>
          {t('templates.new')}
        </Button>
      )}
      <Shipped onCopy={keeps ? (template) => setEditing(template) : undefined} />
      {editing && <Editor template={editing} onClose={() => setEditing(undefined)} />}
    </section>
  );
}

/** What is used where no template of one's own fits: one per type of sale, to read and to begin from. */
function Shipped({ onCopy }: { onCopy: ((template: TemplateRecord) => void) | undefined }) {
  return (
    <>
      <h2 className={css.shipped}>{t('templates.shipped')}</h2>
      <p className={css.quiet}>{t('templates.shipped intro')}</p>
      <ul className={css.list}>
        {saleTypes.map((saleType) => {
          const { firstValueDays, steps } = shippedTemplates[saleType];
          return (
            <li key={saleType} className={css.milestone}>
              <span className={css.milestoneName}>
                {web(`sale.${saleType}`)}
                <span className={css.quiet}>
                  {steps
                    .map((step) =>
                      t('templates.step at', { title: step.title, day: step.afterDays, who: t(`side.${step.side}`) }),
                    )
                    .join(' · ')}
                  {firstValueDays !== null && ` · ${t('templates.value by', { day: firstValueDays })}`}
                </span>
              </span>
              {onCopy && (
                <span className={css.actions}>
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() =>
                      onCopy({ ...blank, name: web(`sale.${saleType}`), saleType, firstValueDays, steps: [...steps] })
                    }
                  >
                    {t('templates.copy')}
                  </Button>
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Editor({ template, onClose }: { template: TemplateRecord; onClose: () => void }) {
  const [draft, setDraft] = useState(template);
  const put = (part: Partial<TemplateRecord>) => setDraft({ ...draft, ...part });
  const step = (at: number, part: Partial<TemplateRecord['steps'][number]>) =>
    put({ steps: draft.steps.map((each, i) => (i === at ? { ...each, ...part } : each)) });
  const save = () => {
    const body = {
      name: draft.name.trim(),
      offering: draft.offering?.trim() || null,
      saleType: draft.saleType,
      firstValueDays: draft.firstValueDays,
      steps: draft.steps.filter((each) => each.title.trim() !== ''),
    };
    return change(() =>
      template.id === ''
        ? ask(api.createTemplate, { body })
        : ask(api.changeTemplate, { params: { id: template.id }, body }, { ifMatch: template.version }),
    );
  };
  return (
    <FormDialog
      onClose={onClose}
      size="xl"
      title={template.name || t('templates.new')}
      onSend={() => void save().then((taken) => taken && onClose())}
    >
      <div className={css.row}>
        <TextInput
          data-autofocus
          required
          className={css.wide ?? ''}
          label={t('templates.name')}
          value={draft.name}
          maxLength={200}
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('templates.offering')}
          value={draft.offering ?? ''}
          maxLength={300}
          onChange={(event) => put({ offering: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('templates.sale type')}
          value={draft.saleType ?? ''}
          data={[
            { value: '', label: t('templates.any') },
            ...saleTypes.map((type) => ({ value: type as string, label: web(`sale.${type}`) })),
          ]}
          onChange={(event) => put({ saleType: saleTypes.find((type) => type === event.currentTarget.value) ?? null })}
        />
        <NumberInput
          w={130}
          label={t('templates.first value')}
          value={draft.firstValueDays ?? ''}
          min={1}
          max={2000}
          hideControls
          onChange={(value) => put({ firstValueDays: typeof value === 'number' ? value : null })}
        />
      </div>
      {draft.steps.map((each, i) => (
        <div key={i} className={css.row}>
          <TextInput
            className={css.wide ?? ''}
            label={t('templates.step')}
            value={each.title}
            maxLength={300}
            onChange={(event) => step(i, { title: event.currentTarget.value })}
          />
          <NativeSelect
            w={84}
            label={t('who')}
            value={each.side}
            data={[
              { value: 'us', label: t('side.us') },
              { value: 'them', label: t('side.them') },
            ]}
            onChange={(event) => step(i, { side: event.currentTarget.value === 'them' ? 'them' : 'us' })}
          />
          <NumberInput
            w={90}
            label={t('templates.after')}
            value={each.afterDays}
            min={0}
            max={2000}
            hideControls
            onChange={(value) => step(i, { afterDays: Number(value) || 0 })}
          />
          <Checkbox
            label={t('acceptance')}
            checked={each.needsAcceptance}
            onChange={(event) => step(i, { needsAcceptance: event.currentTarget.checked })}
          />
          <Button
            variant="subtle"
            px={6}
            aria-label={t('remove')}
            disabled={draft.steps.length === 1}
            onClick={() => put({ steps: draft.steps.filter((_, at) => at !== i) })}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
      <div className={css.buttons}>
        <Button
          variant="default"
          onClick={() =>
            put({
              steps: [
                ...draft.steps,
                { title: '', side: 'us', afterDays: (draft.steps.at(-1)?.afterDays ?? 0) + 14, needsAcceptance: false },
              ],
            })
          }
        >
          {t('templates.add')}
        </Button>
        <Button
          type="submit"
          disabled={draft.name.trim() === '' || draft.steps.every((each) => each.title.trim() === '')}
        >
          {t('save')}
        </Button>
      </div>
    </FormDialog>
  );
}
