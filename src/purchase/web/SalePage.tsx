import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePlace } from '../../people/web/usePlace.ts';
import { useAct } from '../../web/api.ts';
import { MomentCheck } from '../../relationship/web/MomentCheck.tsx';
import { format } from '../../web/format.ts';
import { OwnFields } from '../../web/kit/OwnFields.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../web/kit/Skeletons.tsx';
import { logFrom, openInfluence } from '../../web/shell/log.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { buyingStages, type BuyingStage } from '../stages.ts';
import { MessagePart } from '../message/web/MessagePart.tsx';
import { lossText } from '../closing/web/words.ts';
import { CompetitorsPart } from '../closing/web/CompetitorsPart.tsx';
import { ConsumerPart } from '../closing/web/ConsumerPart.tsx';
import { DecidedPart } from '../closing/web/DecidedPart.tsx';
import { LinesPart } from '../quotes/web/LinesPart.tsx';
import { QuotesPart } from '../quotes/web/QuotesPart.tsx';
import { SharesPart } from '../quotes/web/SharesPart.tsx';
import { AccountChoice } from './AccountChoice.tsx';
import { AlignmentPart } from './AlignmentPart.tsx';
import { CloseDialog } from './CloseDialog.tsx';
import { readSalesAgain, saleQuery } from './data.ts';
import { HistoryPart } from './HistoryPart.tsx';
import { LoopPart } from './LoopPart.tsx';
import { MatrixPart } from './MatrixPart.tsx';
import { t } from './messages.ts';
import { MoveDialog } from './MoveDialog.tsx';
import { moveSale } from './moving.ts';
import { ProcedurePart } from './ProcedurePart.tsx';
import css from './sale.module.css';
import { SaleFacts } from './SaleFacts.tsx';
import { StageEvidence } from './StageEvidence.tsx';
import { TeamPart } from './TeamPart.tsx';
import { TypeDialog } from './TypeDialog.tsx';
import { WarningsPart, type Doing } from './WarningsPart.tsx';
import { WhyPart } from './WhyPart.tsx';
import { everyOutcome, typeText } from './words.ts';
import { HistoryButton } from '../../workspace/web/HistoryButton.tsx';

/** One sale: is it proven, who decides, how they decide, what to do. */
export function SalePage() {
  const id: string | undefined = useParams({ strict: false, select: (params) => params.id });
  return id === undefined ? null : <OneSale key={id} id={id} />;
}

function OneSale({ id }: { id: string }) {
  const { data: sale, error, refetch } = useQuery(saleQuery(id));
  const accountId = sale?.accountId;
  useEffect(() => logFrom({ opportunityId: id, ...(accountId ? { accountId } : {}) }), [id, accountId]);
  if (error && !sale)
    return (
      <Page title={t('title')} crumbs={[]}>
        <PageHeader title={t('title')} back={{ label: t('title'), to: '/purchase' }} />
        <QueryProblem error={error} onRetry={() => void refetch()} />
      </Page>
    );
  if (!sale) return <PageSkeleton />;
  return <Known sale={sale} />;
}

type Asking = { stage: BuyingStage; missing: { id: string; title: string; evidence: string }[] };

function Known({ sale }: { sale: SaleDetail }) {
  const [closing, setClosing] = useState<'won' | 'lost'>();
  const [typing, setTyping] = useState(false);
  const [asking, setAsking] = useState<Asking>();
  const [doing, setDoing] = useState<Doing>();
  const [what, setWhat] = useState<string>();
  const answer = (next: Doing, step?: string) => {
    setWhat(step);
    setDoing(next);
  };
  const place = usePlace('/opportunities/', sale.id);
  const crumb = { label: t('title'), to: '/purchase' };
  const open = sale.outcome === 'open';
  const move = async (stage: BuyingStage) => {
    const missing = await moveSale(sale, stage);
    if (missing !== undefined) setAsking({ stage, missing });
  };
  return (
    <Page
      title={sale.name}
      crumbs={[crumb, ...(sale.account ? [{ label: sale.account.name, to: `/accounts/${sale.account.id}` }] : [])]}
    >
      <PageHeader
        title={sale.name}
        detail={
          <div className={css.about}>
            {sale.account === null && sale.mayChange && (
              <AccountChoice sale={sale} opened={doing === 'account'} onOpened={(opened) => setDoing(opened ? 'account' : undefined)} />
            )}
            {sale.account && (
              <Link to="/accounts/$id" params={{ id: sale.account.id }} className={css.account}>
                {sale.account.name}
              </Link>
            )}
            <button type="button" className={css.type} disabled={!sale.mayChange} onClick={() => setTyping(true)}>
              {typeText(sale)} <span>{[...(sale.kind === 'initial' ? [] : [t(`kind.${sale.kind}`)]), complexityText(sale)].join(', ')}</span>
              <span className="visually-hidden">, {t('type.change')}</span>
            </button>
          </div>
        }
        back={crumb}
        actions={
          <>
            <HistoryButton of={{ kind: 'opportunity', id: sale.id }} name={sale.name} />
            {sale.mayChange && <Actions sale={sale} onClose={setClosing} onMove={(stage) => void move(stage)} />}
          </>
        }
        place={place}
      />
      {!open && (
        <p className={css.closed} data-outcome={sale.outcome}>
          {t(sale.outcome === 'won' ? 'closed.won' : 'closed.lost', {
            when: sale.closedOn ? format.date(sale.closedOn, 'full') : '',
            why: reasonText(sale.outcomeReason),
          })}
          {sale.outcome === 'won' && sale.account && (
            <Button
              size="xs"
              variant="default"
              onClick={() => openInfluence({ to: sale.account!, opportunityId: sale.id })}
            >
              {t('closed.who brought')}
            </Button>
          )}
        </p>
      )}
      {open && sale.account && sale.account.phase !== 'shopping' && sale.account.phase !== 'purchase' && <MomentCheck accountId={sale.account.id} />}
      <SaleFacts
        sale={sale}
        doing={doing}
        what={what}
        onDoing={(next) => {
          setWhat(undefined);
          setDoing(next);
        }}
      />
      <StageEvidence sale={sale} />
      {sale.saleType === 'retail' || sale.saleType === 'relationship' ? (
        <div className={css.columns} data-shape="simple">
          <div className={css.part}>
            {sale.saleType === 'retail' ? (
              <OneStep sale={sale} onPaid={() => setClosing('won')} />
            ) : (
              <>
                <LoopPart sale={sale} />
                <TeamPart sale={sale} adding={doing === 'person'} onDoing={setDoing} />
              </>
            )}
          </div>
          <div className={css.part}>
            <WarningsPart sale={sale} onDoing={answer} />
            <AlignmentPart sale={sale} />
            <WhyPart sale={sale} />
          </div>
        </div>
      ) : (
        <div className={css.columns} data-shape={sale.saleType === 'commercial' ? 'wide' : 'simple'}>
          <div className={css.part}>
            {sale.saleType === 'consumer' && <ConsumerPart sale={sale} onWithdrew={() => setClosing('lost')} />}
            <TeamPart sale={sale} adding={doing === 'person'} onDoing={setDoing} />
            {sale.saleType === 'commercial' && <WhyPart sale={sale} />}
          </div>
          {sale.saleType === 'commercial' && (
            <div className={css.part}>
              {sale.subType === 'system' ? (
                <ProcedurePart sale={sale} editing={doing === 'procedure'} onDoing={setDoing} />
              ) : (
                <MatrixPart sale={sale} onPlan={(step) => answer('step', step)} />
              )}
              <MessagePart sale={sale} />
            </div>
          )}
          <div className={css.part}>
            <WarningsPart sale={sale} onDoing={answer} />
            <AlignmentPart sale={sale} />
            {sale.saleType !== 'commercial' && <WhyPart sale={sale} />}
          </div>
        </div>
      )}
      <div className={css.foot}>
        <div className={css.part} id="quote" tabIndex={-1}>
          <LinesPart sale={sale} />
          <QuotesPart sale={sale} />
        </div>
        <div className={css.part}>
          {sale.saleType !== 'retail' && <CompetitorsPart sale={sale} />}
          {sale.saleType !== 'consumer' && <DecidedPart sale={sale} onWithdrew={() => setClosing('lost')} />}
          <SharesPart sale={sale} />
          <HistoryPart sale={sale} />
          <OwnFields custom={sale.custom} list="/purchase" view={{ as: 'table', outcome: everyOutcome }} />
        </div>
      </div>
      {closing && <CloseDialog sale={sale} outcome={closing} onClose={() => setClosing(undefined)} />}
      {typing && <TypeDialog sale={sale} onClose={() => setTyping(false)} />}
      {asking && <MoveDialog sale={sale} {...asking} onClose={() => setAsking(undefined)} />}
    </Page>
  );
}

/** The reason in words, and what was said beside it. */
function reasonText(reason: string | null): string {
  if (reason === null) return '';
  const [first = '', ...more] = reason.split(': ');
  return [lossText(first), ...more].join(': ');
}

/** A retail sale is one step: paid. */
function OneStep({ sale, onPaid }: { sale: SaleDetail; onPaid: () => void }) {
  return (
    <section>
      <div className={css.partHead}>
        <h2>{t('one.title')}</h2>
      </div>
      <p className={css.quiet}>{t('one.about')}</p>
      {sale.outcome === 'open' && sale.mayChange && <Button onClick={onPaid}>{t('one.paid')}</Button>}
    </section>
  );
}

interface ActionsProps {
  sale: SaleDetail;
  onClose: (outcome: 'won' | 'lost') => void;
  onMove: (stage: BuyingStage) => void;
}

function Actions({ sale, onClose, onMove }: ActionsProps) {
  const reopen = useAct(api.reopenOpportunity);
  if (sale.outcome !== 'open')
    return (
      <Button
        variant="default"
        size="xs"
        loading={reopen.isPending}
        onClick={() =>
          reopen.mutate(
            {
              input: { params: { id: sale.id }, body: { reason: t('reopen.reason') } },
              options: { ifMatch: sale.version },
            },
            { onSuccess: () => void readSalesAgain() },
          )
        }
      >
        {t('reopen')}
      </Button>
    );
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="xs" rightSection={<ChevronDown size={13} aria-hidden="true" />}>
            {t(`stage.${sale.stage}`)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {buyingStages
            .filter((stage) => stage !== sale.stage)
            .map((stage) => (
              <Menu.Item key={stage} onClick={() => onMove(stage)}>
                {t('card.move to', { stage: t(`stage.${stage}`) })}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" size="xs" component="a" href="#quote">
        {t('to quote')}
      </Button>
      <Button variant="default" size="xs" onClick={() => onClose('lost')}>
        {t('card.lose')}
      </Button>
      <Button variant="default" size="xs" onClick={() => onClose('won')}>
        {t('card.win')}
      </Button>
    </>
  );
}

/** “high complexity: 6 buyers, new offering, 4.1 × median”. */
function complexityText(sale: SaleDetail): string {
  const because = sale.complexityReasons.map((reason) => {
    switch (reason) {
      case 'several buyers':
      case 'many buyers':
        return t(`because.${reason}`, { count: sale.team.length });
      case 'large amount':
      case 'very large amount':
        return t(`because.${reason}`, { times: format.number(sale.medianMultiple ?? 1, 1) });
      case 'new offering':
      case 'formal procurement':
      case 'competition':
      case 'long contract':
        return t(`because.${reason}`);
      default:
        return reason;
    }
  });
  const complexity = t(`complexity.${sale.complexity}`);
  return because.length === 0 ? complexity : `${complexity}: ${because.join(', ')}`;
}
