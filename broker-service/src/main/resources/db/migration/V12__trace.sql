-- The trace that the submission of a workload belongs to, as W3C traceparent; null: none. What follows minutes later goes on with it.
alter table workloads add column trace text;
