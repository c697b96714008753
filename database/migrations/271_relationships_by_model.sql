-- owner: relationship
-- Which relationships another model folded is asked as "not this one", along the accounts: no index can answer that, and each touchpoint paid for this one.
drop index relationship_by_model;
