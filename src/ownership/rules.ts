/** What a workspace decides about the time after the close. */
export interface OwnershipRules {
  /** What one contact that tries to save a customer costs, in the workspace's currency; null: not said. */
  contactCost: number | null;
  /** Of the customers whom such a contact reaches, the share in percent that it keeps; null: not said. */
  savePercent: number | null;
  /** Customers after the close that one farmer can look after, unless said otherwise of a person. */
  customersPerFarmer: number;
}

export const usualOwnershipRules: OwnershipRules = { contactCost: null, savePercent: null, customersPerFarmer: 60 };
