/** What one touchpoint says about trust and interest: the rules that turn an entry into two observations. */
import type { LineName, Model } from './model.ts';
import { sourceBias, sourceNoise, type Source } from '../statistics/kalmanSource.ts';
import type { Direction, Effort, Expectation, Initiator, TouchpointKind } from './vocabulary.ts';
import { hardFacts, noContact } from './weights.ts';

/** How to read one colleague's judgement; frozen when the touchpoint is recorded, so a replay reads it the same way. */
export interface Reading {
  /** In steps of expectation: what this colleague adds to every score. */
  bias: number;
  /** Factor ≥ 1 on the noise: how erratic this colleague's scores are. */
  noise: number;
}

/** The part of a touchpoint that the model reads. Times are milliseconds since 1970, UTC. */
export interface Evidence {
  id: string;
  at: number;
  kind: TouchpointKind;
  direction: Direction;
  initiator: Initiator;
  expectation: Expectation | null;
  effort: Effort | null;
  /** The customer confirmed value from this contact. */
  valueDelivered: boolean;
  reading: Reading | null;
}

export interface Observation {
  /** The level on the logit scale that the touchpoint speaks for. */
  y: number;
  noise: number;
  /** Negative evidence never raises a line; all other never lowers one. */
  against: boolean;
}

/** From this score on (after the colleague's bias), a conversation counts against us. */
const worseThanExpected = -0.75;
/** What a conversation speaks for when it went worse than expected, per step, on the logit scale below zero. */
const disappointment = 0.9;

/**
 * What the touchpoint says about `line`, or null when it says nothing.
 * Our own outbound contact never speaks for interest, whatever its kind.
 */
export function observe(evidence: Evidence, line: LineName, model: Model): Observation | null {
  const voice = model.kinds.get(evidence.kind)?.[line];
  if (!voice) return null;
  const { weights } = model;
  const score = evidence.expectation === null ? 0 : evidence.expectation - (evidence.reading?.bias ?? 0);
  const turned = !voice.against && score <= worseThanExpected && !hardFacts.has(evidence.kind);
  const against = voice.against || turned;
  if (!against && line === 'interest' && evidence.direction === 'outbound') return null;

  let y = turned ? disappointment * score : voice.y + weights[line].expectation * score;
  let noise = voice.noise * weights.initiator[evidence.initiator];
  if (evidence.expectation !== null) noise *= evidence.reading?.noise ?? 1;
  if (line === 'trust') {
    y += weights.effort[evidence.effort ?? 'normal'];
    if (evidence.valueDelivered) {
      y += weights.value.shift;
      noise *= weights.value.noise;
    }
    if (against) noise *= weights.asymmetry;
  }
  return { y, noise, against };
}

/** Whether the two sides were in contact, which ends a silence. What only we sent is no contact. */
export function isContact(evidence: Pick<Evidence, 'kind' | 'direction'>): boolean {
  return evidence.direction !== 'outbound' && !noContact.has(evidence.kind);
}

/** Variance of expectation scores that is usual for a colleague. */
const usualScoreVariance = 1;

/** How to read a colleague of whom `source` is known: someone who logs everything as great is discounted. */
export function reading(source: Source, model: Model): Reading {
  const weight = model.weights.sourceShrinkage;
  const noise = sourceNoise(source, usualScoreVariance, weight) / usualScoreVariance;
  return { bias: sourceBias(source, weight), noise: Math.max(1, noise) };
}
