import { Button } from '@mantine/core';
import { useState } from 'react';
import { saleTypes, type SaleType } from '../../../relationship/vocabulary.ts';
import { changedMeanwhile, useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { keepDraft, readDraft } from '../../../web/kit/drafts.ts';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useView } from '../../../web/kit/view.ts';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { purchaseContract } from '../../contract.ts';
import { buyingStages } from '../../stages.ts';
import { t as sales } from '../../web/messages.ts';
import { processContract as api, type ProcessOfType } from '../contract.ts';
import type { EditedLibrary } from '../shape.ts';
import { t } from './messages.ts';
import css from './process.module.css';
import { StageEditor } from './StageEditor.tsx';

/** The process of each sale type, as a manager edits it: steps with their buyer evidence, and what each stage needs. */
export function ProcessPage() {
  const [view, setView] = useView();
  const { data, error, refetch } = useAnswer(api.listProcesses, undefined, { meta: { hears: ['process'] } });
  const type = saleTypes.find((each) => each === view['type']) ?? 'commercial';
  const shown = data?.items.find((each) => each.saleType === type);
  return (
    <Page title={t('title')} crumbs={[{ label: sales('title'), to: '/purchase' }]}>
      <PageHeader title={t('title')} back={{ label: sales('title'), to: '/purchase' }} />
      <p className={css.intro}>{t('intro')}</p>
      <Tabs<SaleType>
        label={t('types')}
        tabs={saleTypes.map((each) => ({ id: each, label: sales(`type.${each}`) }))}
        value={type}
        onChange={(each) => setView({ type: each === 'commercial' ? undefined : each })}
        panelId="process"
      />
      <div id="process" role="tabpanel" aria-label={sales(`type.${type}`)}>
        {error ? (
          <QueryProblem error={error} onRetry={() => void refetch()} />
        ) : shown === undefined ? (
          <RowsSkeleton rows={8} />
        ) : (
          <OneProcess key={`${type} ${shown.version}`} stored={shown} />
        )}
      </div>
    </Page>
  );
}

function OneProcess({ stored }: { stored: ProcessOfType }) {
  const name = `process ${stored.saleType} ${stored.version}`;
  const may = useMay('process:write');
  const [library, setLibrary] = useState<EditedLibrary>(
    () => drafted(name) ?? { steps: stored.steps, guides: stored.guides },
  );
  const [changed, setChanged] = useState(() => readDraft(name) !== undefined);
  const touches = { touches: [api.listProcesses, purchaseContract.readOpportunity], quiet: true };
  const save = useAct(api.saveProcess, touches);
  const reset = useAct(api.resetProcess, touches);
  const problem = save.error ?? reset.error;

  const change = (next: EditedLibrary) => {
    setLibrary(next);
    setChanged(true);
    keepDraft(name, JSON.stringify(next));
  };
  const forget = () => {
    keepDraft(name, undefined);
    setLibrary({ steps: stored.steps, guides: stored.guides });
    setChanged(false);
    save.reset();
  };
  return (
    <>
      <div className={css.state}>
        <span>{t(`about.${stored.saleType}`)}</span>
        <span className={css.quiet}>{stateText(stored)}</span>
        {may && (
          <span className={css.buttons}>
            {!stored.shipped && !changed && (
              <ConfirmButton
                size="xs"
                label={t('reset')}
                confirm={t('reset.sure', { steps: stored.steps.length })}
                onConfirm={() =>
                  reset.mutate(
                    { input: { query: { saleType: stored.saleType } } },
                    { onSuccess: () => notify(t('reset.done')) },
                  )
                }
              />
            )}
            {changed && (
              <>
                <Button size="xs" variant="default" onClick={forget}>
                  {t('discard')}
                </Button>
                <Button
                  size="xs"
                  loading={save.isPending}
                  onClick={() =>
                    save.mutate(
                      { input: { body: { saleType: stored.saleType, basedOn: stored.version, ...library } } },
                      {
                        onSuccess: () => {
                          keepDraft(name, undefined);
                          notify(t('saved'));
                        },
                      },
                    )
                  }
                >
                  {t('save')}
                </Button>
              </>
            )}
          </span>
        )}
      </div>
      {changed && !problem && <p className={css.quiet}>{t('changed')}</p>}
      {problem && (
        <p role="alert" className={css.problem}>
          {changedMeanwhile(problem) ? t('meanwhile') : problemText(problem)}
        </p>
      )}
      {buyingStages.map((stage, i) => (
        <StageEditor
          key={stage}
          stage={stage}
          number={i + 1}
          saleType={stored.saleType}
          library={library}
          locked={!may}
          onChange={change}
        />
      ))}
    </>
  );
}

/** What this device kept; a draft of an older program that no longer fits is let go. */
function drafted(name: string): EditedLibrary | undefined {
  const text = readDraft(name);
  if (text === undefined) return undefined;
  const kept = JSON.parse(text) as Partial<EditedLibrary> | null;
  return Array.isArray(kept?.steps) && kept.guides ? { steps: kept.steps, guides: kept.guides } : undefined;
}

function stateText({ shipped, updatedAt, memberName }: ProcessOfType): string {
  if (shipped || updatedAt === null) return t('shipped');
  const when = format.date(updatedAt, 'full');
  return memberName === null ? t('edited.nobody', { when }) : t('edited', { when, who: memberName });
}
