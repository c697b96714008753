import { CostPart } from './CapacityParts.tsx';
import { CoveragePart } from './CoveragePart.tsx';
import { MixPart } from './MixPart.tsx';
import { OfForce } from './OfForce.tsx';
import { Organization } from './Organization.tsx';

/** Parts of the force, for dashboards. */
export const MixCard = () => <OfForce>{(of) => <MixPart {...of} />}</OfForce>;
export const CoverageCard = () => <OfForce>{(of) => <CoveragePart {...of} />}</OfForce>;
export const OrganizationCard = () => <OfForce>{(of) => <Organization {...of} />}</OfForce>;
export const CostCard = () => <OfForce>{(of) => <CostPart {...of} />}</OfForce>;
