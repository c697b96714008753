import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { words } from '../../relationship/web/words.ts';
import { readAgain, useAct, useAnswer, useRows } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { ProgressBar } from '../../web/kit/ProgressBar.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { BlockSkeleton, PageSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useMay } from '../../web/session.ts';
import { notifyUndo } from '../../web/shell/toasts.ts';
import { shoppingContract as api } from '../contract.ts';
import { stages, type NeedStanding, type Segment, type SegmentFigures } from '../segments/contract.ts';
import { t } from './messages.ts';
import { freshOf, NeedTable } from './NeedList.tsx';
import { ProspectDialog } from './ProspectDialog.tsx';
import { ruleInWords } from './ruleWords.ts';
import { SegmentDialog } from './SegmentDialog.tsx';
import css from './shopping.module.css';
import { HistoryButton } from '../../workspace/web/HistoryButton.tsx';

/** One segment: whom it is about and what they need, how far it is reached, and what became of them. */
export function SegmentPage() {
  const id = useParams({ strict: false, select: (params) => params.id }) ?? '';
  const { data, error } = useAnswer(api.readSegment, { params: { id } }, { meta: { hears: ['segment'] } });
  if (error && !data)
    return (
      <Page title={t('part.segments')} crumbs={[back]}>
        <PageHeader title={t('part.segments')} back={back} />
        <QueryProblem error={error} />
      </Page>
    );
  return data ? <Read key={data.id} segment={data} /> : <PageSkeleton />;
}

const back = { label: t('part.segments'), to: '/shopping?part=segments' };

function Read({ segment }: { segment: Segment }) {
  const [editing, setEditing] = useState(false);
  const mayWrite = useMay('segment:write');
  const mayDelete = useMay('segment:delete');
  const touches = [api.readSegment, api.listSegments, api.listNeeds];
  const remove = useAct(api.deleteSegment, { touches });
  const restore = useAct(api.restoreSegment, { touches });
  const input = { input: { params: { id: segment.id } } };
  return (
    <Page title={segment.name} crumbs={[{ label: t('title'), to: '/shopping' }]}>
      <PageHeader
        title={segment.name}
        detail={segment.need ?? ''}
        back={back}
        actions={
          segment.deletedAt === null && (
            <>
              <HistoryButton of={{ kind: 'segment', id: segment.id }} name={segment.name} />
              {mayWrite && (
                <Button
                  variant="default"
                  leftSection={<Pencil size={14} aria-hidden="true" />}
                  onClick={() => setEditing(true)}
                >
                  {t('edit')}
                </Button>
              )}
              {mayDelete && (
                <Button
                  variant="default"
                  leftSection={<Trash2 size={14} aria-hidden="true" />}
                  onClick={() =>
                    void remove
                      .mutateAsync(input)
                      .then(() => notifyUndo(t('segment.deleted', { name: segment.name }), () => restore.mutate(input)))
                      .catch(() => {})
                  }
                >
                  {t('delete')}
                </Button>
              )}
            </>
          )
        }
      />
      {segment.deletedAt !== null && (
        <div className={css.banner} role="status">
          {t('segment.deleted banner')}
          {mayDelete && (
            <Button variant="default" onClick={() => restore.mutate(input)}>
              {t('restore')}
            </Button>
          )}
        </div>
      )}
      {segment.progress && (
        <ProgressBar label={t('segment.people')} done={segment.progress.looked} total={segment.progress.total} />
      )}
      <div className={css.facts}>
        <span>
          {t('segment.rule reads')}: <b>{segment.rule ? ruleInWords(segment.rule) : t('segment.kind list')}</b>
        </span>
        {segment.offering && (
          <span>
            {t('segment.offering')}: <b>{segment.offering.name}</b>
          </span>
        )}
        {segment.owner && (
          <span>
            {t('needs.owner')}: <b>{segment.owner.name}</b>
          </span>
        )}
      </div>
      {segment.description !== null && <p className={css.pre}>{segment.description}</p>}
      {segment.need === null && segment.offering === null && <p className={css.banner}>{t('segment.no need')}</p>}
      <Figures segment={segment} />
      <Members segment={segment} />
      {editing && <SegmentDialog segment={segment} onClose={() => setEditing(false)} />}
    </Page>
  );
}

const hears = ['segment', 'account', 'touchpoint', 'prospect', 'opportunity'];

function Figures({ segment }: { segment: Segment }) {
  const { data, error } = useAnswer(api.readSegmentFigures, { params: { id: segment.id } }, { meta: { hears } });
  if (error && !data) return <QueryProblem error={error} />;
  if (!data) return <BlockSkeleton height={180} />;
  const share = (part: number) => (data.members === 0 ? '–' : format.percent(part / data.members));
  return (
    <>
      <div className={css.figures}>
        <div className={css.figure}>
          <span>{t('segment.size')}</span>
          <b>{format.number(data.members)}</b>
          <span>{t('as of', { date: format.date(data.asOf, 'full') })}</span>
        </div>
        <div className={css.figure}>
          <span>{t('segment.reach')}</span>
          <b>{share(data.reached)}</b>
          <span>
            {t('segment.way n', { n: data.reached, of: data.members })} {t('segment.reach hint')}
          </span>
        </div>
        <div className={css.figure}>
          <span>{t('segment.liking')}</span>
          <b>{share(data.liking)}</b>
          <span>
            {t('segment.way n', { n: data.liking, of: data.members })} {t('segment.liking hint')}
            {data.signals.length > 0 &&
              `: ${data.signals
                .slice(0, 4)
                .map((s) => `${words(`kind.${s.kind}`)} ${s.accounts}`)
                .join(', ')}`}
          </span>
        </div>
      </div>
      <Way figures={data} />
    </>
  );
}

/** The way from suspect to buyer, with its numbers and how long each step took. */
function Way({ figures: { toProspect, toBuyer, firstChoice } }: { figures: SegmentFigures }) {
  const most = Math.max(toProspect.of, 1);
  const steps = [
    { label: t('segment.way suspects'), n: toProspect.of, said: '' },
    { label: t('segment.way prospects'), n: toProspect.n, said: saidOf(toProspect) },
    { label: t('segment.way buyers'), n: toBuyer.n, said: saidOf(toBuyer) },
  ];
  return (
    <section className={css.section} aria-label={t('segment.way')}>
      <h2>{t('segment.way')}</h2>
      <dl className={css.funnel}>
        {steps.map((step, i) => (
          <div key={step.label}>
            <dt>{step.label}</dt>
            <dd style={{ margin: 0 }}>
              <div
                className={css.bar}
                data-step={i + 1}
                style={{ inlineSize: `${Math.max((step.n / most) * 100, step.n > 0 ? 1 : 0)}%` }}
              />
            </dd>
            <dd style={{ margin: 0 }}>
              <b>{format.number(step.n)}</b> <span className={css.quiet}>{step.said}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className={css.words}>{t('segment.choice', firstChoice)}</p>
    </section>
  );
}

const saidOf = ({ n, of, medianDays }: SegmentFigures['toProspect']): string =>
  [
    t('segment.way n', { n, of }),
    medianDays === null
      ? t('segment.way no days')
      : t('segment.way days', { days: format.number(medianDays, medianDays < 10 ? 1 : 0) }),
  ].join(', ');

function Members({ segment }: { segment: Segment }) {
  const [stage, setStage] = useState<string>('all');
  const [open, setOpen] = useState<NeedStanding>();
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const mayWrite = useMay('segment:write');
  const members = useRows(
    api.listSegmentMembers,
    { params: { id: segment.id }, query: { limit: '100', ...(stage === 'all' ? {} : { stage }) } },
    { meta: { hears } },
  );
  const takeOff = async () => {
    const accountIds = [...selection].map((key) => key.split(' ')[1]!);
    const again = () => readAgain(api.listSegmentMembers, api.readSegmentFigures, api.listSegments, api.listNeeds);
    const { removed } = await ask(api.removeFromSegment, { params: { id: segment.id }, body: { accountIds } });
    setSelection(new Set());
    await again();
    notifyUndo(t('segment.removed', { count: removed.length }), async () => {
      await ask(api.addToSegment, { params: { id: segment.id }, body: { accountIds: removed } });
      await again();
    });
  };
  return (
    <section className={css.section} aria-label={t('segment.people')}>
      <div className={css.headline}>
        <Tabs
          label={t('needs.stage')}
          look="chips"
          tabs={[
            { id: 'all', label: t('needs.all') },
            ...stages.map((id) => ({ id: id as string, label: t(`stage.${id}`) })),
          ]}
          value={stage}
          onChange={setStage}
        />
        {selection.size > 0 && (
          <Button variant="default" onClick={() => void takeOff()}>
            {t('segment.remove')}
          </Button>
        )}
      </div>
      {members.problem && <QueryProblem error={members.problem} />}
      <div style={{ blockSize: 'min(640px, 70vh)', display: 'flex', flexDirection: 'column' }}>
        <NeedTable
          {...members}
          label={t('segment.people')}
          onOpen={setOpen}
          {...(segment.kind === 'list' && mayWrite ? { selection, onSelection: setSelection } : {})}
          empty={<EmptyState sentence={t('segment.people empty')} />}
        />
      </div>
      {segment.deletedAt === null && (
        <p>
          <Link to="/shopping" search={{ part: 'campaigns' }} className={css.link}>
            {t('segment.campaign')}
          </Link>
        </p>
      )}
      {open && <ProspectDialog standing={freshOf(open, members.rows)} onClose={() => setOpen(undefined)} />}
    </section>
  );
}
