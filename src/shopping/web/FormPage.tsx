import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { changedMeanwhile, useAct, useAnswer } from '../../web/api.ts';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../web/kit/Skeletons.tsx';
import { useMay } from '../../web/session.ts';
import { notify, notifyUndo } from '../../web/shell/toasts.ts';
import { shoppingContract as api } from '../contract.ts';
import type { WebForm } from '../forms/contract.ts';
import type { FormDraft } from './formDraft.ts';
import { FormFields } from './FormFields.tsx';
import { t } from './formMessages.ts';
import { FormPlace } from './FormPlace.tsx';
import { FormPreview } from './FormPreview.tsx';
import { FormWords } from './FormWords.tsx';
import { t as shopping } from './messages.ts';
import css from './shopping.module.css';
import { Submissions } from './Submissions.tsx';
import { HistoryButton } from '../../workspace/web/HistoryButton.tsx';

/** One form: what it asks, what it becomes, where it stands, how it looks, and what came in. */
export function FormPage() {
  const id = useParams({ strict: false, select: (params) => params.id }) ?? '';
  const { data, error } = useAnswer(api.readForm, { params: { id } }, { meta: { hears: ['form'] } });
  if (error && !data) return <QueryProblem error={error} />;
  return data ? <Editor key={data.id} saved={data} /> : <PageSkeleton />;
}

const draftOf = ({
  name,
  title,
  intro,
  button,
  thanks,
  fields,
  touchpointKind,
  consent,
  doubleOptIn,
  sites,
  active,
  segment,
  campaign,
  owner,
}: WebForm): FormDraft => ({
  name,
  title,
  intro,
  button,
  thanks,
  fields,
  touchpointKind,
  consent,
  doubleOptIn,
  sites,
  active,
  segment,
  campaign,
  owner,
});

function Editor({ saved }: { saved: WebForm }) {
  const [base, setBase] = useState(saved);
  const [draft, setDraft] = useState<FormDraft>(() => draftOf(saved));
  const mayWrite = useMay('campaign:write');
  const mayDelete = useMay('campaign:delete');
  const touches = [api.readForm, api.listForms];
  const change = useAct(api.changeForm, { touches });
  const remove = useAct(api.deleteForm, { touches });
  const restore = useAct(api.restoreForm, { touches });
  const write = (part: Partial<FormDraft>) => setDraft({ ...draft, ...part });
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(base));
  const input = { input: { params: { id: saved.id } } };
  const save = async () => {
    const { segment, campaign, owner, ...body } = draft;
    try {
      const after = await change.mutateAsync({
        input: {
          params: { id: saved.id },
          body: {
            ...body,
            segmentId: segment?.id ?? null,
            campaignId: campaign?.id ?? null,
            ownerId: owner?.id ?? null,
          },
        },
        options: { ifMatch: base.version },
      });
      setBase(after);
      setDraft(draftOf(after));
      notify(shopping('saved'));
    } catch (error) {
      // What a colleague made of it is what the next save is compared with; what was typed here stays.
      const theirs = changedMeanwhile(error);
      if (typeof theirs?.['version'] === 'number') setBase({ ...base, version: theirs['version'] });
    }
  };
  return (
    <Page title={base.name} crumbs={[{ label: shopping('title'), to: '/shopping' }]}>
      <PageHeader
        title={base.name}
        detail={dirty ? t('unsaved') : t(base.active ? 'active' : 'off')}
        back={{ label: shopping('part.forms'), to: '/shopping?part=forms' }}
        actions={
          saved.deletedAt === null && (
            <>
              <HistoryButton of={{ kind: 'form', id: base.id }} name={base.name} />
              {mayDelete && (
                <Button
                  variant="default"
                  leftSection={<Trash2 size={14} aria-hidden="true" />}
                  onClick={() =>
                    void remove
                      .mutateAsync(input)
                      .then((after) => {
                        setBase(after);
                        notifyUndo(t('deleted', { name: base.name }), () => restore.mutate(input));
                      })
                      .catch(() => {})
                  }
                >
                  {shopping('delete')}
                </Button>
              )}
              {mayWrite && (
                <Button disabled={!dirty} loading={change.isPending} onClick={() => void save()}>
                  {shopping('save')}
                </Button>
              )}
            </>
          )
        }
      />
      {saved.deletedAt !== null && (
        <div className={css.banner} role="status">
          {t('deleted banner')}
          {mayDelete && (
            <Button
              variant="default"
              onClick={() =>
                void restore
                  .mutateAsync(input)
                  .then(setBase)
                  .catch(() => {})
              }
            >
              {shopping('restore')}
            </Button>
          )}
        </div>
      )}
      <div className={css.editor}>
        <div>
          <FormWords draft={draft} write={write} readOnly={!mayWrite} />
          <FormFields fields={draft.fields} onChange={(fields) => write({ fields })} readOnly={!mayWrite} />
          <FormPlace form={base} draft={draft} write={write} readOnly={!mayWrite} />
        </div>
        <FormPreview draft={draft} />
      </div>
      <Submissions formId={saved.id} />
    </Page>
  );
}
