import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { format } from '../../../web/format.ts';
import { Field } from '../../../web/kit/Field.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../../web/kit/Skeletons.tsx';
import { changedMeanwhile } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { packetFields, type PacketField } from '../../handoff.ts';
import { handoffsContract as api, type HandoffDetail } from '../contract.ts';
import { handoffQuery, readHandoffsAgain } from './data.ts';
import { ExpectationCheck } from './ExpectationCheck.tsx';
import css from './handoffs.module.css';
import { HandoffPanel } from './HandoffPanel.tsx';
import { t } from './messages.ts';
import { packetText } from './packetText.ts';
import { daysSince, dutyText, stateText } from './words.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

/** One handoff: what they expect, the packet, whose turn it is. */
export function HandoffPage() {
  const id: string | undefined = useParams({ strict: false, select: (params) => params.id });
  return id === undefined ? null : <One key={id} id={id} />;
}

function One({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(handoffQuery(id));
  const crumbs = [{ label: t('ownership'), to: '/ownership' }];
  if (error && !data)
    return (
      <Page title={t('title')} crumbs={crumbs}>
        <PageHeader title={t('title')} />
        <QueryProblem error={error} onRetry={() => void refetch()} />
      </Page>
    );
  if (!data) return <PageSkeleton />;
  return <Known handoff={data} crumbs={crumbs} />;
}

function Known({ handoff, crumbs }: { handoff: HandoffDetail; crumbs: { label: string; to: string }[] }) {
  const [now] = useState(() => new Date());
  const name = handoff.accountName ?? t('account');
  const fields = handoff.onePerson
    ? (['why they bought', 'success metric', 'success date', 'promises', 'not promised'] as const)
    : packetFields;
  const late = handoff.duty !== null && handoff.duty.lateDays > 0;
  return (
    <Page title={t('of', { name })} crumbs={crumbs} aside={<HandoffPanel handoff={handoff} now={now} />}>
      <PageHeader
        title={t('of', { name })}
        detail={
          <Link to="/opportunities/$id" params={{ id: handoff.opportunityId }} className={css.link}>
            {t('detail', { sale: handoff.saleName ?? t('sale'), when: format.dayWithin(handoff.signedAt, now) })}
          </Link>
        }
        back={crumbs[0]}
        actions={<HistoryButton of={{ kind: 'handoff', id: handoff.id }} name={t('of', { name })} />}
      />
      <dl className={css.facts}>
        <div>
          <dt>{t('account')}</dt>
          <dd>
            <Link to="/accounts/$id" params={{ id: handoff.accountId }} className={css.link}>
              {name}
            </Link>
          </dd>
        </div>
        {handoff.amount !== null && (
          <div>
            <dt>{t('worth')}</dt>
            <dd>{format.money(Number(handoff.amount), handoff.currency)}</dd>
          </div>
        )}
        <div>
          <dt>{t('hunter')}</dt>
          <dd>{handoff.hunter.name}</dd>
        </div>
        <div>
          <dt>{t('farmer')}</dt>
          <dd>{handoff.farmer?.name ?? '–'}</dd>
        </div>
        <div>
          <dt>{t('state')}</dt>
          <dd>{stateText(handoff)}</dd>
        </div>
        <div>
          <dt>{t('clock')}</dt>
          <dd data-alarm={late}>
            {handoff.duty
              ? dutyText(handoff, now)
              : handoff.tied
                ? t('days since', { count: daysSince(handoff.signedAt, now) })
                : t('nothing left')}
            {late && <span className={css.late}> · {t('late', { count: handoff.duty!.lateDays })}</span>}
          </dd>
        </div>
      </dl>
      <ExpectationCheck handoff={handoff} />
      <section className={css.part} aria-labelledby="packet">
        <h2 id="packet" className={css.heading}>
          {t('packet.title')}
          <span className={css.quiet}>
            {handoff.missing.length > 0
              ? t('packet.left', { count: handoff.missing.length, of: fields.length })
              : t('packet.complete')}
          </span>
        </h2>
        <div className={css.packet}>
          {fields.map((field) => (
            <PacketPart key={field} handoff={handoff} field={field} />
          ))}
        </div>
        {handoff.mine.offer && handoff.missing.length > 0 && <p className={css.hint}>{t('packet.hint')}</p>}
      </section>
    </Page>
  );
}

function PacketPart({ handoff, field }: { handoff: HandoffDetail; field: PacketField }) {
  const own = handoff.packet[field] ?? '';
  const fromSale = handoff.fromSale[field] ?? '';
  const value = own || fromSale;
  const missing = handoff.missing.includes(field);
  const label = t(`field.${field}`);
  if (!handoff.mine.offer)
    return (
      <div className={css.field} data-missing={missing}>
        <span className={css.fieldLabel}>{label}</span>
        <p className={css.text}>{packetText(value) || '–'}</p>
      </div>
    );
  return (
    <div className={css.field} data-missing={missing}>
      <Field
        label={label}
        multiline
        value={value}
        shown={packetText(value)}
        draft={`handoff/${handoff.id}/${field}`}
        onSave={async (text, overwrite) => {
          try {
            await ask(
              api.writePacket,
              { params: { id: handoff.id }, body: { packet: { [field]: text } } },
              { ifMatch: handoff.version },
            );
          } catch (error) {
            const theirs = changedMeanwhile(error);
            if (theirs === undefined) throw error;
            const packet = { ...(theirs['fromSale'] as object), ...(theirs['packet'] as object) } as Record<
              string,
              string
            >;
            // Another field was changed meanwhile: nothing here is in the way.
            if ((packet[field] ?? '') !== value && !overwrite) return { saved: false, theirs: packet[field] ?? '' };
            await ask(
              api.writePacket,
              { params: { id: handoff.id }, body: { packet: { [field]: text } } },
              { ifMatch: Number(theirs['version']) },
            );
          }
          await readHandoffsAgain();
          return { saved: true };
        }}
      />
      {missing ? (
        <span className={css.tag} data-alarm="true">
          {t('packet.missing')}
        </span>
      ) : (
        own === '' && <span className={css.tag}>{t('packet.from sale')}</span>
      )}
    </div>
  );
}
