import { SegmentedControl } from '@mantine/core';
import { saleTypeQuestions, type SaleTypeAnswers } from '../saleType.ts';
import { t } from './messages.ts';
import css from './pipeline.module.css';

const choices = {
  buyer: ['organization', 'person'],
  supply: ['new', 'running'],
  weight: ['investment', 'everyday'],
  decision: ['one', 'several', 'procedure'],
  want: ['change', 'named thing'],
} as const;

interface QuestionsProps {
  answers: SaleTypeAnswers;
  onAnswers: (answers: SaleTypeAnswers) => void;
}

/** Five plain questions, each of which may stay open. */
export function Questions({ answers, onAnswers }: QuestionsProps) {
  return (
    <fieldset className={css.plain}>
      <legend>{t('new.questions')}</legend>
      {saleTypeQuestions.map((question) => (
        <div key={question} className={css.question}>
          <span id={`question-${question}`}>{t(`q.${question}`)}</span>
          <SegmentedControl
            size="xs"
            aria-labelledby={`question-${question}`}
            data={choices[question].map((answer) => ({ value: answer, label: t(`a.${answer}`) }))}
            value={answers[question] ?? ''}
            onChange={(answer) => onAnswers({ ...answers, [question]: answer })}
          />
        </div>
      ))}
    </fieldset>
  );
}
