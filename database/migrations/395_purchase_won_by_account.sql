-- owner: purchase
-- What customers have brought is added up account after account, along an index that has them so: a million sales in any other order had to be sorted, or kept
-- aside until the last was read. The index of what was won by day need not say the sources any more.
create index opportunity_won_by_account on opportunity (workspace_id, account_id, closed_on) include (amount, currency, source, owner_id, id)
  where outcome = 'won' and deleted_at is null and account_id is not null;
drop index opportunity_won;
create index opportunity_won on opportunity (workspace_id, closed_on) include (owner_id, sale_type, amount, currency, offering, id, account_id) where outcome = 'won' and deleted_at is null;

-- How long sales stayed in each stage is read from the index: the stages of one sale lie as far apart in their table as the days on which it moved.
drop index opportunity_stage_by_sale;
create index opportunity_stage_by_sale on opportunity_stage (workspace_id, opportunity_id, at, id) include (to_stage, outcome);
