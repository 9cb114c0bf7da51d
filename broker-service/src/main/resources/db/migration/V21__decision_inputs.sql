-- What a decision was taken by, isobar.workload.v1.DecisionInputs in binary, so that it can be taken again; null: of a decision of before. It is read
-- only for that: what explains a decision stays in its record.
alter table decisions add column inputs bytea;
alter table decisions alter column inputs set statistics 0;
