import { Button } from '@mantine/core';
import { OwnFields } from '../../web/kit/OwnFields.tsx';
import type { SaleDetail } from '../contract.ts';
import { MessagePart } from '../message/web/MessagePart.tsx';
import { CompetitorsPart } from '../closing/web/CompetitorsPart.tsx';
import { ConsumerPart } from '../closing/web/ConsumerPart.tsx';
import { DecidedPart } from '../closing/web/DecidedPart.tsx';
import { LinesPart } from '../quotes/web/LinesPart.tsx';
import { QuotesPart } from '../quotes/web/QuotesPart.tsx';
import { SharesPart } from '../quotes/web/SharesPart.tsx';
import { AlignmentPart } from './AlignmentPart.tsx';
import { HistoryPart } from './HistoryPart.tsx';
import { LoopPart } from './LoopPart.tsx';
import { MatrixPart } from './MatrixPart.tsx';
import { t } from './messages.ts';
import { ProcedurePart } from './ProcedurePart.tsx';
import css from './sale.module.css';
import { TeamPart } from './TeamPart.tsx';
import { WarningsPart, type Doing } from './WarningsPart.tsx';
import { WhyPart } from './WhyPart.tsx';
import { everyOutcome } from './words.ts';

interface PartsProps {
  sale: SaleDetail;
  doing: Doing | undefined;
  onDoing: (next: Doing | undefined, step?: string) => void;
  onClose: (outcome: 'won' | 'lost') => void;
}

/** What a sale of this type needs: one step, a loop, a buying team, a matrix or a procedure. */
export function SaleColumns(props: PartsProps) {
  const { saleType } = props.sale;
  return saleType === 'retail' || saleType === 'relationship' ? (
    <SimpleColumns {...props} />
  ) : (
    <TeamColumns {...props} />
  );
}

function SimpleColumns({ sale, doing, onDoing, onClose }: PartsProps) {
  return (
    <div className={css.columns} data-shape="simple">
      <div className={css.part}>
        {sale.saleType === 'retail' ? (
          <OneStep sale={sale} onPaid={() => onClose('won')} />
        ) : (
          <>
            <LoopPart sale={sale} />
            <TeamPart sale={sale} adding={doing === 'person'} onDoing={onDoing} />
          </>
        )}
      </div>
      <div className={css.part}>
        <WarningsPart sale={sale} onDoing={onDoing} />
        <AlignmentPart sale={sale} />
        <WhyPart sale={sale} />
      </div>
    </div>
  );
}

function TeamColumns({ sale, doing, onDoing, onClose }: PartsProps) {
  return (
    <div className={css.columns} data-shape={sale.saleType === 'commercial' ? 'wide' : 'simple'}>
      <div className={css.part}>
        {sale.saleType === 'consumer' && <ConsumerPart sale={sale} onWithdrew={() => onClose('lost')} />}
        <TeamPart sale={sale} adding={doing === 'person'} onDoing={onDoing} />
        {sale.saleType === 'commercial' && <WhyPart sale={sale} />}
      </div>
      {sale.saleType === 'commercial' && (
        <div className={css.part}>
          {sale.subType === 'system' ? (
            <ProcedurePart sale={sale} editing={doing === 'procedure'} onDoing={onDoing} />
          ) : (
            <MatrixPart sale={sale} onPlan={(step) => onDoing('step', step)} />
          )}
          <MessagePart sale={sale} />
        </div>
      )}
      <div className={css.part}>
        <WarningsPart sale={sale} onDoing={onDoing} />
        <AlignmentPart sale={sale} />
        {sale.saleType !== 'commercial' && <WhyPart sale={sale} />}
      </div>
    </div>
  );
}

/** What is offered, against whom, and what became of it. */
export function SaleFoot({ sale, onClose }: Pick<PartsProps, 'sale' | 'onClose'>) {
  return (
    <div className={css.foot}>
      <div className={css.part} id="quote" tabIndex={-1}>
        <LinesPart sale={sale} />
        <QuotesPart sale={sale} />
      </div>
      <div className={css.part}>
        {sale.saleType !== 'retail' && <CompetitorsPart sale={sale} />}
        {sale.saleType !== 'consumer' && <DecidedPart sale={sale} onWithdrew={() => onClose('lost')} />}
        <SharesPart sale={sale} />
        <HistoryPart sale={sale} />
        <OwnFields custom={sale.custom} list="/purchase" view={{ as: 'table', outcome: everyOutcome }} />
      </div>
    </div>
  );
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
