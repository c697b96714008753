import { Button, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePlace } from '../../people/web/usePlace.ts';
import { useAct } from '../../web/api.ts';
import { MomentCheck } from '../../relationship/web/MomentCheck.tsx';
import { format } from '../../web/format.ts';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../web/kit/Skeletons.tsx';
import { logFrom, openInfluence } from '../../web/shell/log.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { buyingStages, type BuyingStage } from '../stages.ts';
import { lossText } from '../closing/web/words.ts';
import { AccountChoice } from './AccountChoice.tsx';
import { CloseDialog } from './CloseDialog.tsx';
import { readSalesAgain, saleQuery } from './data.ts';
import { t } from './messages.ts';
import { MoveDialog } from './MoveDialog.tsx';
import { moveSale } from './moving.ts';
import css from './sale.module.css';
import { SaleFacts } from './SaleFacts.tsx';
import { SaleColumns, SaleFoot } from './SaleParts.tsx';
import { StageEvidence } from './StageEvidence.tsx';
import { TypeDialog } from './TypeDialog.tsx';
import type { Doing } from './WarningsPart.tsx';
import { typeText } from './words.ts';
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
  const answer = (next: Doing | undefined, step?: string) => {
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
          <About
            sale={sale}
            choosing={doing === 'account'}
            onChoosing={(opened) => setDoing(opened ? 'account' : undefined)}
            onType={() => setTyping(true)}
          />
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
      {!open && <HowItClosed sale={sale} />}
      {open && sale.account && sale.account.phase !== 'shopping' && sale.account.phase !== 'purchase' && (
        <MomentCheck accountId={sale.account.id} />
      )}
      <SaleFacts sale={sale} doing={doing} what={what} onDoing={answer} />
      <StageEvidence sale={sale} />
      <SaleColumns sale={sale} doing={doing} onDoing={answer} onClose={setClosing} />
      <SaleFoot sale={sale} onClose={setClosing} />
      {closing && <CloseDialog sale={sale} outcome={closing} onClose={() => setClosing(undefined)} />}
      {typing && <TypeDialog sale={sale} onClose={() => setTyping(false)} />}
      {asking && <MoveDialog sale={sale} {...asking} onClose={() => setAsking(undefined)} />}
    </Page>
  );
}

interface AboutProps {
  sale: SaleDetail;
  choosing: boolean;
  onChoosing: (choosing: boolean) => void;
  onType: () => void;
}

/** Whose sale it is, and of which type. */
function About({ sale, choosing, onChoosing, onType }: AboutProps) {
  return (
    <div className={css.about}>
      {sale.account === null && sale.mayChange && <AccountChoice sale={sale} opened={choosing} onOpened={onChoosing} />}
      {sale.account && (
        <Link to="/accounts/$id" params={{ id: sale.account.id }} className={css.account}>
          {sale.account.name}
        </Link>
      )}
      <button type="button" className={css.type} disabled={!sale.mayChange} onClick={onType}>
        {typeText(sale)}{' '}
        <span>{[...(sale.kind === 'initial' ? [] : [t(`kind.${sale.kind}`)]), complexityText(sale)].join(', ')}</span>
        <span className="visually-hidden">, {t('type.change')}</span>
      </button>
    </div>
  );
}

function HowItClosed({ sale }: { sale: SaleDetail }) {
  return (
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
  );
}

/** The reason in words, and what was said beside it. */
function reasonText(reason: string | null): string {
  if (reason === null) return '';
  const [first = '', ...more] = reason.split(': ');
  return [lossText(first), ...more].join(': ');
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
