import { Select } from '@mantine/core';
import { useAct, useAnswer } from '../../../web/api.ts';
import { Part, Space } from '../../web/parts.tsx';
import { coachingContract as api } from '../contract.ts';
import { t } from './messages.ts';
import { PeoplePart } from './PeoplePart.tsx';

const figures = ['individual', 'aggregate'] as const;

export function CoachingPeople() {
  return (
    <Space space="coaching" question={t('question')}>
      <PeoplePart />
      <Rule />
    </Space>
  );
}

/** The works council's setting: who decides about the workspace decides it. */
function Rule() {
  const { data } = useAnswer(api.readRule);
  const set = useAct(api.setRule, { touches: [api.readRule, api.listPeople, api.readPerson] });
  if (!data?.mayChange) return null;
  return (
    <Part title={t('rule.title')} detail={t('rule.detail')} report="a setting">
      <Select
        allowDeselect={false}
        maw={360}
        aria-label={t('rule.title')}
        data={figures.map((value) => ({ value, label: t(`rule.${value}`) }))}
        value={data.figures}
        onChange={(value) => {
          const chosen = figures.find((each) => each === value);
          if (chosen) set.mutate({ input: { body: { figures: chosen } } });
        }}
      />
    </Part>
  );
}
