/** Two sales that the demo tells in full: a solution that a team weighs in a matrix, and a system that a town buys by its procedure. */
import type { BuyingRole, Stance } from '../../../purchase/buyingTeam.ts';
import type { Message } from '../../../purchase/message/shape.ts';
import type { responses } from '../../../purchase/records.ts';

/** People by their number within the account. Days are days before now; negative: to come. */
export interface LargeSale {
  account: string;
  name: string;
  subType: 'solution' | 'system';
  answers: {
    buyer: 'organization';
    supply: 'new';
    weight: 'investment';
    decision: 'several' | 'procedure';
    want: 'change' | 'named thing';
  };
  facts: {
    newOffering: boolean;
    formalProcurement: boolean;
    contractMonths: number | null;
    window: 'investor' | 'expert';
    windowUntil: number;
    windowOpenedBy: string;
  };
  team: {
    person: number;
    roles: BuyingRole[];
    influence: number;
    stance: Stance;
    evidence: string;
    response: (typeof responses)[number];
    win: string;
    money?: true;
    heeds: number[];
  }[];
  /** What the buyer did, in their words, by step. */
  proofs: Record<string, [what: string, ago: number]>;
  matrix?: { versions: MatrixTold[] };
  procedure?: ProcedureTold;
  message: Message;
  /** Who else sells it, with their shares; the owner has the first. */
  shares: [member: string, share: number][];
}

interface MatrixTold {
  ago: number;
  note: string;
  criteria: [id: string, name: string, weight: number, gate: number | null, whose: number | null][];
  options: [id: string, name: string, kind: 'ours' | 'competitor' | 'nothing'][];
  /** Own weights, by person, in the order of the criteria. */
  weights: Record<number, number[]>;
  /** Scores, by person and criterion, in the order of the options; null: no evidence yet. */
  scores: Record<number, Record<string, [score: number, evidence: string | null][]>>;
}

interface ProcedureTold {
  steps: {
    id: string;
    title: string;
    buyer: string;
    document: string | null;
    after: string[];
    days: number;
    due: number;
    done: number | null;
  }[];
  requirements: { text: string; must: boolean; answer: 'meets' | 'partial' | 'no' | null; proof: string | null }[];
  neededIn: number;
  bidReason: string;
}

const options: MatrixTold['options'] = [
  ['loop', 'Our loop', 'ours'],
  ['klarstein', 'Klarstein Wasser', 'competitor'],
  ['nothing', 'Keep the old one', 'nothing'],
];
const pilot = 'Pilot in building 5, eight weeks';
const audit = 'Findings of the last audit';

const ilmenwald: LargeSale = {
  account: 'ilmenwald',
  name: 'Purified water, building 7',
  subType: 'solution',
  answers: { buyer: 'organization', supply: 'new', weight: 'investment', decision: 'several', want: 'change' },
  facts: {
    newOffering: true,
    formalProcurement: false,
    contractMonths: 60,
    window: 'investor',
    windowUntil: -60,
    windowOpenedBy: 'Head of utilities, after the audit in spring',
  },
  team: [
    {
      person: 0,
      roles: ['decision maker'],
      influence: 9,
      stance: 'neutral',
      evidence: 'Asked for the figures of five years, promised nothing',
      response: 'has a problem',
      win: 'An audit without findings on water',
      money: true,
      heeds: [],
    },
    {
      person: 1,
      roles: ['sponsor'],
      influence: 7,
      stance: 'champion',
      evidence: 'Presented our pilot to the site management',
      response: 'wants to grow',
      win: 'Leads the validation of the whole site',
      heeds: [0],
    },
    {
      person: 2,
      roles: ['strategic influence'],
      influence: 6,
      stance: 'sceptic',
      evidence: 'Named Klarstein’s price in front of everybody',
      response: 'is content',
      win: 'Keeps the yearly saving that was promised',
      heeds: [0],
    },
    {
      person: 3,
      roles: ['user'],
      influence: 4,
      stance: 'supporter',
      evidence: 'Took the samples of the pilot with us',
      response: 'has a problem',
      win: 'No sampling at night any more',
      heeds: [1],
    },
  ],
  proofs: {
    'commercial.need': ['Described three stops in a year because of the loop', 96],
    'commercial.investor-window': ['The head of utilities met us about results, not about plants', 88],
    'commercial.qualify': ['Named a budget line of 1.3 million and the autumn board', 80],
    'commercial.current-state': ['Sent a year of conductivity and stops', 66],
    'commercial.cost-of-nothing': ['Agreed to 210,000 a year for stops and lost batches', 58],
    'commercial.feasibility': ['Validation accepted the pilot’s report', 31],
    'commercial.criteria': ['The four weighted the criteria together', 20],
    'commercial.design': ['Quality and utilities drew the loop of building 7 with us', 9],
  },
  matrix: {
    versions: [
      {
        ago: 48,
        note: 'First talk, before the pilot',
        criteria: [
          ['stops', 'Stops in a year', 35, null, 0],
          ['price', 'Price over five years', 35, null, 2],
          ['papers', 'Papers for validation', 30, 6, 1],
        ],
        options,
        weights: {},
        scores: {
          0: {
            stops: [
              [7, null],
              [7, null],
              [2, audit],
            ],
            price: [
              [5, 'First offer'],
              [8, 'Their offer'],
              [7, audit],
            ],
            papers: [
              [7, null],
              [6, null],
              [4, audit],
            ],
          },
        },
      },
      {
        ago: 20,
        note: 'After the pilot; heat added by utilities',
        criteria: [
          ['stops', 'Stops in a year', 28, 6, 0],
          ['price', 'Price over five years', 25, null, 2],
          ['papers', 'Papers for validation', 20, 6, 1],
          ['heat', 'Heat for sanitizing', 15, null, 0],
          ['start', 'Runs by 1 March', 12, null, 3],
        ],
        options,
        weights: { 0: [30, 26, 20, 14, 10], 1: [26, 12, 34, 14, 14], 2: [16, 46, 12, 16, 10], 3: [36, 10, 24, 10, 20] },
        scores: {
          0: {
            stops: [
              [9, pilot],
              [7, 'Reference in Basel'],
              [2, audit],
            ],
            price: [
              [5, 'Offer of 12 months’ running cost'],
              [8, 'Their offer'],
              [6, audit],
            ],
            heat: [
              [8, pilot],
              [6, null],
              [4, audit],
            ],
            start: [
              [7, null],
              [6, null],
              [9, 'It stands'],
            ],
          },
          1: {
            stops: [
              [9, pilot],
              [7, 'Call with Basel'],
              [1, audit],
            ],
            papers: [
              [9, 'Sample protocol read'],
              [6, 'Sample protocol read'],
              [3, audit],
            ],
            heat: [
              [8, pilot],
              [6, 'Data sheet'],
              [4, audit],
            ],
          },
          2: {
            price: [
              [4, 'Offer, with the service contract'],
              [8, 'Their offer'],
              [7, audit],
            ],
            start: [
              [7, null],
              [7, 'Delivery note of spring'],
              [9, 'It stands'],
            ],
          },
          3: {
            stops: [
              [9, pilot],
              [6, 'Call with Basel'],
              [2, audit],
            ],
            papers: [
              [8, 'Sample protocol read'],
              [7, null],
              [3, audit],
            ],
          },
        },
      },
    ],
  },
  message: {
    shape: 'inductive',
    facts: [
      {
        id: 'a',
        text: 'Three stops in twelve months came from the old loop.',
        evidence: 'Log of stops, sent in September',
      },
      { id: 'b', text: 'Each cost a batch, 70,000 on average.', evidence: 'Head of utilities, meeting on the budget' },
      {
        id: 'c',
        text: 'In the pilot there was no alarm in eight weeks.',
        evidence: 'Pilot report, accepted by validation',
      },
    ],
    pattern: { text: 'It is not the plant that is old, it is a loop that cannot be sanitized hot.', from: ['a', 'c'] },
    conclusion: {
      text: 'A hot loop for building 7 pays for itself in the fourth year, and the audit finds nothing.',
      evidence: null,
    },
  },
  shares: [
    ['lucia', 70],
    ['henrik', 30],
  ],
};

const larvenstad: LargeSale = {
  account: 'larvenstad',
  name: 'UV stage, north works',
  subType: 'system',
  answers: { buyer: 'organization', supply: 'new', weight: 'investment', decision: 'procedure', want: 'named thing' },
  facts: {
    newOffering: false,
    formalProcurement: true,
    contractMonths: 24,
    window: 'expert',
    windowUntil: -12,
    windowOpenedBy: 'Operations engineer, with the draft of the standard',
  },
  team: [
    {
      person: 0,
      roles: ['procurement buyer'],
      influence: 8,
      stance: 'neutral',
      evidence: 'Answers every question through the portal only',
      response: 'is content',
      win: 'A tender that nobody contests',
      heeds: [2],
    },
    {
      person: 1,
      roles: ['expert buyer'],
      influence: 7,
      stance: 'supporter',
      evidence: 'Asked for our proof of dose before anybody else’s',
      response: 'has a problem',
      win: 'Sleeps when it rains',
      heeds: [],
    },
    {
      person: 2,
      roles: ['financial buyer'],
      influence: 9,
      stance: 'sceptic',
      evidence: 'Reminded the council of the last overrun',
      response: 'is content',
      win: 'No supplement in the budget',
      money: true,
      heeds: [1],
    },
  ],
  proofs: {
    'commercial.need': ['Wrote that the north works miss the new limit in heavy rain', 84],
    'commercial.expert-window': ['Sent the draft of the standard', 77],
    'commercial.qualify': ['Named 700,000 in the works budget, decided in winter', 70],
    'commercial.current-state': ['Opened a year of turbidity figures', 61],
    'commercial.requirements': ['Answered 14 questions on the list', 44],
    'commercial.feasibility': ['The engineer confirmed the place in the channel', 38],
    'commercial.procedure': ['Procurement published steps and dates', 34],
    'commercial.compliance': ['Accepted our answers to all must-haves but one', 19],
  },
  procedure: {
    steps: [
      {
        id: 'call',
        title: 'Call for tenders published',
        buyer: 'Procurement',
        document: 'Notice 118/2',
        after: [],
        days: 1,
        due: 40,
        done: 40,
      },
      {
        id: 'questions',
        title: 'Questions answered',
        buyer: 'Operations engineer',
        document: 'List of answers',
        after: ['call'],
        days: 14,
        due: 26,
        done: 24,
      },
      {
        id: 'last-line',
        title: 'Last must-have settled',
        buyer: 'Operations engineer',
        document: 'Answer sheet',
        after: ['questions'],
        days: 5,
        due: 3,
        done: null,
      },
      {
        id: 'bids',
        title: 'Bids handed in',
        buyer: 'Procurement',
        document: 'Bid in two envelopes',
        after: ['questions'],
        days: 15,
        due: -9,
        done: null,
      },
      {
        id: 'technical',
        title: 'Technical envelope marked',
        buyer: 'Operations engineer',
        document: 'Marking sheet',
        after: ['bids'],
        days: 14,
        due: -23,
        done: null,
      },
      {
        id: 'visit',
        title: 'Visit to a reference',
        buyer: 'Operations engineer',
        document: null,
        after: ['bids'],
        days: 7,
        due: -18,
        done: null,
      },
      {
        id: 'price',
        title: 'Price envelope opened',
        buyer: 'Procurement',
        document: 'Minutes',
        after: ['technical'],
        days: 2,
        due: -25,
        done: null,
      },
      {
        id: 'council',
        title: 'Council votes',
        buyer: 'Council',
        document: 'Council paper',
        after: ['price', 'visit'],
        days: 10,
        due: -38,
        done: null,
      },
      {
        id: 'standstill',
        title: 'Standstill period',
        buyer: 'Procurement',
        document: null,
        after: ['council'],
        days: 10,
        due: -45,
        done: null,
      },
    ],
    requirements: [
      {
        text: 'Dose of 40 mJ/cm² at 45 % transmittance, shown by bioassay',
        must: true,
        answer: 'meets',
        proof: 'Bioassay report of the type, 2024',
      },
      {
        text: 'Lamps changed by one person within 30 minutes',
        must: true,
        answer: 'meets',
        proof: 'Film of the change, reference works',
      },
      { text: 'Runs at 0 °C channel temperature', must: true, answer: 'partial', proof: null },
      {
        text: 'Reports to the works’ control system over OPC UA',
        must: false,
        answer: 'meets',
        proof: 'Interface list',
      },
      { text: 'Spare parts within 48 hours', must: false, answer: 'meets', proof: null },
      {
        text: 'Ten years of guarantee on the frame',
        must: false,
        answer: 'no',
        proof: 'Eight are usual; offered as an option',
      },
      { text: 'Energy below 22 Wh/m³', must: false, answer: null, proof: null },
    ],
    neededIn: 45,
    bidReason: 'We meet all must-haves but the cold start, and wrote the dose with them',
  },
  message: {
    shape: 'deductive',
    lines: [
      {
        id: 'a',
        standard: 'The standard asks for 40 mJ/cm² in the worst hour.',
        requirement: 'That is 45 % transmittance after rain in the north channel.',
        proof: 'The type was measured at 42 % and kept the dose.',
        evidence: 'Bioassay report, page 12',
      },
      {
        id: 'b',
        standard: 'Work on the lamps is done by one person.',
        requirement: 'A change may take 30 minutes.',
        proof: 'It takes 18.',
        evidence: 'Film of the change, reference works',
      },
      {
        id: 'c',
        standard: 'The works run all winter.',
        requirement: 'A start at 0 °C in the channel.',
        proof: 'A heated ballast starts at −5 °C.',
        evidence: null,
      },
    ],
  },
  shares: [],
};

export const largeSales: readonly LargeSale[] = [ilmenwald, larvenstad];
