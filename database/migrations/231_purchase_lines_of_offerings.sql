-- owner: purchase
-- In which sales an offering was sold: from it follows which types of sale it fits.

create index opportunity_line_by_offering on opportunity_line (workspace_id, offering_id, opportunity_id) where offering_id is not null;
