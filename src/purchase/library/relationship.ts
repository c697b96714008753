import type { StageLibrary } from '../stages.ts';

/** Route seller, established system buyer: a loop of visit, proposal and reorder. */
export const relationshipLibrary: StageLibrary = {
  steps: [
    {
      id: 'relationship.visit',
      stages: ['interest', 'assessment'],
      title: 'Visit on the route',
      evidence: 'The buyer told us about use, stock and changes',
      required: true,
    },
    {
      id: 'relationship.new-need',
      stages: ['assessment'],
      title: 'Look for a change in need',
      evidence: 'The buyer named something new or changed',
      required: false,
      complexity: 'moderate',
    },
    {
      id: 'relationship.share',
      stages: ['assessment'],
      title: 'Ask for the share of wallet',
      evidence: 'The buyer said what they buy elsewhere',
      required: false,
      complexity: 'moderate',
    },
    {
      id: 'relationship.proposal',
      stages: ['involvement', 'commitment'],
      title: 'Propose the reorder',
      evidence: 'The buyer agreed to quantities and date',
      required: true,
    },
    {
      id: 'relationship.frame',
      stages: ['commitment'],
      title: 'Renew the frame',
      evidence: 'The buyer accepted prices and terms for the period',
      required: true,
      complexity: 'complex',
    },
    {
      id: 'relationship.order',
      stages: ['action'],
      title: 'Take the order',
      evidence: 'The buyer ordered',
      required: true,
    },
    {
      id: 'relationship.next-visit',
      stages: ['action'],
      title: 'Set the next visit',
      evidence: 'The buyer agreed to the next date',
      required: true,
    },
  ],
  guides: {
    interest: {
      skills: ['keeping a rhythm', 'noticing what changed since the last visit'],
      strategies: ['come when the stock runs low', 'bring something useful every time'],
      knowledge: ['order history and cadence', 'people on site'],
      resources: ['route plan', 'last visit notes'],
    },
    assessment: {
      skills: ['reading stock and use', 'asking about the neighbours of the offering'],
      strategies: ['compare with the usual', 'ask what is bought elsewhere'],
      knowledge: ['usual quantities', 'what goes with what'],
      resources: ['reorder forecast', 'share of wallet sheet'],
    },
    involvement: {
      skills: ['suggesting without pressing'],
      strategies: ['start from what they always take', 'add one thing that fits'],
      knowledge: ['new offerings that replace or complete'],
      resources: ['samples', 'catalogue'],
    },
    commitment: {
      skills: ['talking about price calmly'],
      strategies: ['reward constancy', 'agree for the period rather than for the day'],
      knowledge: ['price agreements', 'competing offers in the area'],
      resources: ['frame agreement', 'discount limits'],
    },
    action: {
      skills: ['taking an order without error'],
      strategies: ['confirm delivery before leaving', 'leave with the next date'],
      knowledge: ['delivery times', 'open complaints'],
      resources: ['order form', 'calendar'],
    },
  },
};
