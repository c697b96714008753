import { testAlignmentClaim, type Comparison, type DecidedSale } from '../alignmentClaim.ts';
import { calibrateWinModel, type Calibration, type ClosedSale } from '../winCalibration.ts';

/** What runs in a thread of its own: the fit of the chance to win, and the test of the claim on the organization's own sales. */

export const fitFromSales = (sales: readonly ClosedSale[], report: (share: number) => void): Calibration =>
  calibrateWinModel(sales, undefined, report);

export interface ClaimInput {
  sales: readonly DecidedSale[];
  /** From this alignment on a sale counts as aligned, 0 … 1. */
  threshold: number;
}

export const testClaim = ({ sales, threshold }: ClaimInput, report: (share: number) => void): Comparison[] =>
  testAlignmentClaim(sales, { threshold, draws: 1000, seed: 1, report });
