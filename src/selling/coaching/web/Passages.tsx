import { Button, Rating, Select, Textarea } from '@mantine/core';
import { Fragment, useState } from 'react';
import { buyingStages, type BuyingStage } from '../../../purchase/stages.ts';
import { saleTypes, type SaleType } from '../../../relationship/vocabulary.ts';
import { useAct, useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Part, Table } from '../../web/parts.tsx';
import { SalesList } from '../../web/SalesList.tsx';
import css from '../../web/space.module.css';
import { coachingContract as api } from '../contract.ts';
import type { PersonDetail } from '../records.ts';
import { passageSpans } from '../passage.ts';
import { t } from './messages.ts';

type Passage = PersonDetail['passages'][number];

/** Where this person's sales are left, against the own past and colleagues of the same type, and how each stage was rated. */
export function Passages({ person }: { person: PersonDetail }) {
  const [rating, setRating] = useState(false);
  const [behind, setBehind] = useState<Behind>();
  const opening = ({ saleType, stage }: Passage, span: Behind['span']) => {
    const open = behind?.saleType === saleType && behind.stage === stage && behind.span === span;
    return { open, onOpen: () => setBehind(open ? undefined : { saleType, stage, span }) };
  };
  const ratingsOf = (saleType: SaleType, stage: BuyingStage) =>
    person.ratings.filter((each) => each.saleType === saleType && each.stage === stage);
  return (
    <Part
      title={t('passages.title')}
      detail={t('passages.detail', { from: format.date(person.span.from, 'full') })}
      actions={
        (person.isMe || person.mayCoach) && (
          <Button size="xs" variant="default" onClick={() => setRating(true)}>
            {t('ratings.rate')}
          </Button>
        )
      }
      report={{ report: 'coaching-person', search: { person: person.memberId } }}
    >
      {person.passages.length === 0 ? (
        <p className={css.quiet}>{t('passages.empty')}</p>
      ) : (
        <Table
          label={t('passages.title')}
          words={[5]}
          head={[
            t('passages.stage'),
            t('passages.now'),
            t('passages.before'),
            t('passages.peers'),
            t('passages.standing'),
            t('passages.skill'),
          ]}
        >
          {person.passages.map((passage) => (
            <Fragment key={`${passage.saleType} ${passage.stage}`}>
              <tr>
                <th scope="row">
                  {t(`stage.${passage.stage}`)}
                  <span className={css.second}>{t(`type.${passage.saleType}`)}</span>
                </th>
                {passageSpans.map((span) => (
                  <td key={span}>
                    <Share of={passage[span]} {...opening(passage, span)} />
                  </td>
                ))}
                <td>
                  <Share of={passage.peers} />
                </td>
                <td>
                  <span
                    className={
                      passage.standing === 'behind' ? css.bad : passage.standing === 'ahead' ? css.good : css.quiet
                    }
                  >
                    {t(`standing.${passage.standing}`)}
                  </span>
                  {passage.difference && (
                    <span className={css.second}>
                      {format.signed(100 * passage.difference.low, 0)} –{' '}
                      {format.signed(100 * passage.difference.high, 0)}
                    </span>
                  )}
                </td>
                <td data-words>
                  {ratingsOf(passage.saleType, passage.stage).map((each) => (
                    <span key={each.raterName} style={{ display: 'block' }}>
                      {t('rated by', { rating: each.rating, who: each.raterName.split(' ')[0]! })}
                      {each.seenIn && <span className={css.second}>{each.seenIn}</span>}
                    </span>
                  ))}
                </td>
              </tr>
              {behind?.saleType === passage.saleType && behind.stage === passage.stage && (
                <tr>
                  <td data-words colSpan={6}>
                    <PassageSales person={person} behind={behind} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </Table>
      )}
      <OtherRatings person={person} />
      {rating && <RateDialog person={person} onClose={() => setRating(false)} />}
    </Part>
  );
}

/** How stages were rated of types of sale that this person closed none of lately. */
function OtherRatings({ person }: { person: PersonDetail }) {
  const others = person.ratings.filter(
    (each) => !person.passages.some((passage) => passage.saleType === each.saleType),
  );
  if (others.length === 0) return null;
  return (
    <ul className={css.list}>
      {others.map((each) => (
        <li key={`${each.saleType} ${each.stage} ${each.raterName}`}>
          <span>
            {t(`stage.${each.stage}`)}, {t(`type.${each.saleType}`)}
            {each.seenIn && <span className={css.second}>{each.seenIn}</span>}
          </span>
          <span>{t('rated by', { rating: each.rating, who: each.raterName })}</span>
        </li>
      ))}
    </ul>
  );
}

type Behind = { saleType: SaleType; stage: BuyingStage; span: (typeof passageSpans)[number] };

/** A share with how it comes about; the own ones open to the sales that they count. */
function Share({ of, onOpen, open = false }: { of: Passage['now']; onOpen?: () => void; open?: boolean }) {
  if (of.share === null) return <span className={css.quiet}>–</span>;
  const share = format.percent(of.share);
  const counted = t('won of', { won: of.passed, closed: of.reached });
  return (
    <>
      {onOpen ? (
        <button
          type="button"
          className={css.link}
          aria-expanded={open}
          aria-label={t('passages.show', { share, counted })}
          onClick={onOpen}
        >
          {share}
        </button>
      ) : (
        share
      )}
      <span className={css.second}>
        {counted} · {format.percent(of.interval.low)} – {format.percent(of.interval.high)}
      </span>
    </>
  );
}

function PassageSales({ person, behind }: { person: PersonDetail; behind: Behind }) {
  const { data, error } = useAnswer(api.listPassageSales, { params: { id: person.memberId }, query: behind });
  if (error) return <QueryProblem error={error} />;
  if (!data) return <RowsSkeleton rows={3} />;
  const of = (passed: boolean) =>
    data.items
      .filter((sale) => sale.passed === passed)
      .map((sale) => ({
        ...sale,
        note: t(sale.outcome === 'won' ? 'passages.won' : 'passages.lost in', { stage: t(`stage.${sale.stage}`) }),
      }));
  const named = { stage: t(`stage.${behind.stage}`), type: t(`type.${behind.saleType}`) };
  return (
    <div className={css.columns}>
      <SalesList
        title={t('passages.left', { ...named, count: data.reached - data.passed })}
        sales={of(false)}
        more={data.reached - data.passed - of(false).length}
      />
      <SalesList
        title={t('passages.went on', { ...named, count: data.passed })}
        sales={of(true)}
        more={data.passed - of(true).length}
      />
    </div>
  );
}

function RateDialog({ person, onClose }: { person: PersonDetail; onClose: () => void }) {
  const [saleType, setSaleType] = useState<SaleType>(person.passages[0]?.saleType ?? 'commercial');
  const [stage, setStage] = useState<BuyingStage>('interest');
  const [rating, setRating] = useState(0);
  const [seenIn, setSeenIn] = useState('');
  const save = useAct(api.rateSkill, { touches: [api.readPerson, api.prepareAgenda] });
  return (
    <FormDialog
      onClose={onClose}
      title={t('ratings.rate')}
      onSend={() =>
        save.mutate(
          {
            input: {
              params: { id: person.memberId },
              body: { saleType, stage, rating, seenIn: seenIn.trim() || null },
            },
          },
          { onSuccess: onClose },
        )
      }
    >
      <div className={css.row}>
        <Select
          allowDeselect={false}
          label={t('rate.type')}
          data={saleTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
          value={saleType}
          onChange={(value) => setSaleType(saleTypes.find((each) => each === value) ?? saleType)}
        />
        <Select
          allowDeselect={false}
          label={t('rate.stage')}
          data={buyingStages.map((value) => ({ value, label: t(`stage.${value}`) }))}
          value={stage}
          onChange={(value) => setStage(buyingStages.find((each) => each === value) ?? stage)}
        />
      </div>
      <Rating size="lg" aria-label={t('rate.rating')} value={rating} onChange={setRating} />
      <Textarea
        autosize
        maxLength={1000}
        label={t('rate.seen')}
        value={seenIn}
        onChange={(event) => setSeenIn(event.currentTarget.value)}
      />
      <Button type="submit" loading={save.isPending} disabled={rating === 0}>
        {t('rate.go')}
      </Button>
    </FormDialog>
  );
}
