package io.isobar.broker.ledger.postgres;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.Page;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.ledger.postgres.Acceptances.Asked;
import io.isobar.broker.ledger.postgres.RowArrays.Column;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.Used;
import io.isobar.broker.workload.WorkloadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The ledger in PostgreSQL. */
public final class PostgresLedger implements Ledger {
    private static final String LIVE = "where s.live";
    private static final Column[] DECISION_COLUMNS = {Column.TEXT, Column.LONG, Column.TEXT, Column.TEXT, Column.TEXT};
    private static final String INSERT_DECISIONS =
            "insert into decisions (workload_id, epoch, decided_at, record, inputs)"
                    + " select workload_id, epoch, decided_at::timestamptz, record::jsonb, decode(inputs, 'hex') from "
                    + RowArrays.unnest(DECISION_COLUMNS) + " as n (workload_id, epoch, decided_at, record, inputs)"
                    + " on conflict (workload_id, epoch) do nothing";

    private final DataSource database;
    private final Documents documents;
    private final WorkloadRows workloads;
    private final Acceptances acceptances;
    private final PostgresLeadership leadership;

    /** {@code leadership} on the same database: without the lead nothing is written. */
    public PostgresLedger(DataSource database, Documents documents, PostgresLeadership leadership) {
        this.database = database;
        this.leadership = leadership;
        this.documents = documents;
        this.workloads = new WorkloadRows(documents);
        this.acceptances = new Acceptances(this::accept);
    }

    @Override
    public Acceptance accept(Workload workload, Request request) {
        return acceptances.accept(new Asked(workload, request));
    }

    private List<Acceptance> accept(List<Asked> all) {
        return writing(connection -> {
            var answers = RequestRows.note(
                    connection,
                    all.stream().map(Asked::request).toList(),
                    all.stream().map(asked -> asked.workload().id().value()).toList());
            var accepted = new ArrayList<Workload>();
            for (int i = 0; i < all.size(); i++) {
                if (answers.get(i) instanceof Acceptance.New) {
                    accepted.add(all.get(i).workload());
                }
            }
            workloads.insert(connection, accepted);
            return answers;
        });
    }

    @Override
    public Acceptance note(Request request, String subject) {
        return writing(connection -> RequestRows.note(connection, List.of(request), List.of(subject)))
                .getFirst();
    }

    @Override
    public void commit(Changes changes) {
        writing(connection -> {
            putRegions(connection, changes);
            AttemptRows.put(connection, changes.attempts().values());
            workloads.update(connection, changes.workloads().values());
            putDecisions(connection, changes);
            ReservationRows.write(connection, changes.reservations());
            UsedRows.put(connection, changes.used());
            LearnedRows.put(connection, changes.learned());
            TrialRows.put(connection, changes.trials());
            PoolRows.put(connection, changes.pools());
            return true;
        });
    }

    private void putRegions(Connection connection, Changes changes) throws SQLException {
        try (var statement = connection.prepareStatement(
                "insert into regions (name, description, cordon_note, maintenance_from, maintenance_until,"
                        + " maintenance_lead_ms, maintenance_note, " + FenceColumns.NAMES
                        + ") values (?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (name) do update set description = excluded.description,"
                        + " cordon_note = excluded.cordon_note, maintenance_from = excluded.maintenance_from,"
                        + " maintenance_until = excluded.maintenance_until,"
                        + " maintenance_lead_ms = excluded.maintenance_lead_ms,"
                        + " maintenance_note = excluded.maintenance_note, fence_number = excluded.fence_number,"
                        + " fence_stands = excluded.fence_stands, fence_lease_ms = excluded.fence_lease_ms")) {
            for (var region : changes.regions().values()) {
                statement.setString(1, region.facts().name().value());
                statement.setString(2, documents.region().apply(region.facts()));
                statement.setString(3, region.cordonNote());
                MaintenanceColumns.bind(statement, 4, region.maintenance());
                FenceColumns.bind(statement, 8, region.fence());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void putDecisions(Connection connection, Changes changes) throws SQLException {
        var rows = new RowArrays(DECISION_COLUMNS);
        changes.decisions()
                .forEach((tried, decision) -> rows.add(
                        tried.workload().value(),
                        tried.epoch(),
                        decision.decidedAt().toString(),
                        documents
                                .decision()
                                .of(tried.toString(), tried.workload().value(), decision),
                        inputs(decision)));
        rows.execute(connection, INSERT_DECISIONS);
    }

    /** Null: they are not kept. */
    private @Nullable String inputs(Decision decision) {
        var bytes = documents.inputs().apply(decision);
        return bytes.length == 0 ? null : HexFormat.of().formatHex(bytes);
    }

    @Override
    public List<Workload> live() {
        return workloads(WorkloadRows.select(LIVE, false), statement -> statement.setFetchSize(1_000)).stream()
                .map(WorkloadRows.Found::workload)
                .toList();
    }

    @Override
    public List<KnownRegion> regions() {
        return query(
                "select description, cordon_note, " + MaintenanceColumns.NAMES + ", " + FenceColumns.NAMES
                        + " from regions order by name",
                statement -> {},
                row -> new KnownRegion(
                        documents.regionFrom().apply(row.getString("description")),
                        row.getString("cordon_note"),
                        MaintenanceColumns.read(row),
                        FenceColumns.read(row)));
    }

    @Override
    public List<Reservation> reservations() {
        return query(ReservationRows.SELECT, statement -> {}, ReservationRows::read);
    }

    @Override
    public Map<String, Used> used() {
        var used = new HashMap<String, Used>();
        query(UsedRows.SELECT, statement -> {}, row -> used.put(row.getString("tenant"), UsedRows.read(row)));
        return used;
    }

    @Override
    public Map<RunKind, Tally> learned() {
        var learned = new LinkedHashMap<RunKind, Tally>();
        query(LearnedRows.SELECT, statement -> {}, row -> learned.put(LearnedRows.kind(row), LearnedRows.tally(row)));
        return learned;
    }

    @Override
    public Map<Trial, Integer> trials() {
        var trials = new LinkedHashMap<Trial, Integer>();
        query(TrialRows.SELECT, statement -> {}, row -> trials.put(TrialRows.trial(row), row.getInt("ended")));
        return trials;
    }

    @Override
    public Map<PoolKey, PoolTally> pools() {
        var pools = new LinkedHashMap<PoolKey, PoolTally>();
        query(PoolRows.SELECT, statement -> {}, row -> pools.put(PoolRows.key(row), PoolRows.tally(row)));
        return pools;
    }

    @Override
    public Optional<Workload> workload(WorkloadId id) {
        return only("where w.id = ?", id.value());
    }

    @Override
    public Optional<Workload> newest(String name) {
        return only("where w.name = ? order by w.ordinal desc limit 1", name);
    }

    private Optional<Workload> only(String which, String is) {
        return first(workloads(WorkloadRows.select(which, true), statement -> statement.setString(1, is)))
                .map(WorkloadRows.Found::workload);
    }

    private List<WorkloadRows.Found> workloads(String sql, Binding binding) {
        return inTransaction(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                binding.to(statement);
                try (var rows = statement.executeQuery()) {
                    return workloads.read(rows);
                }
            }
        });
    }

    private record Numbered<T>(long ordinal, T item) {}

    @Override
    public Page<Workload> workloads(@Nullable String tenant, Set<String> states, @Nullable String after, int size) {
        var rows = workloads(
                WorkloadRows.select(
                        "where (?::text is null or w.tenant = ?) and (cardinality(?::text[]) = 0 or s.state = any(?))"
                                + " and w.ordinal < ? order by w.ordinal desc limit ?",
                        true),
                statement -> {
                    var wanted = statement.getConnection().createArrayOf("text", states.toArray());
                    statement.setString(1, tenant);
                    statement.setString(2, tenant);
                    statement.setArray(3, wanted);
                    statement.setArray(4, wanted);
                    statement.setLong(5, before(after));
                    statement.setInt(6, size + 1);
                });
        return page(
                rows.stream()
                        .map(found -> new Numbered<>(found.ordinal(), found.workload()))
                        .toList(),
                size);
    }

    @Override
    public Optional<Attempt> attempt(AttemptId id) {
        return first(query(
                "select " + AttemptRows.COLUMNS + " from attempts a where a.workload_id = ? and a.epoch = ?"
                        + " and (a.part = ? or (? = 0 and a.part = 1))",
                statement -> {
                    statement.setString(1, id.workload().value());
                    statement.setLong(2, id.epoch());
                    statement.setInt(3, id.part());
                    statement.setInt(4, id.part());
                },
                AttemptRows::read));
    }

    @Override
    public Page<Attempt> attempts(
            @Nullable WorkloadId workload, @Nullable String region, @Nullable String after, int size) {
        var rows = query(
                "select " + AttemptRows.COLUMNS + " from attempts a where (?::text is null or a.workload_id = ?)"
                        + " and (?::text is null or a.region = ?) and a.ordinal < ? order by a.ordinal desc limit ?",
                statement -> {
                    var id = workload == null ? null : workload.value();
                    statement.setString(1, id);
                    statement.setString(2, id);
                    statement.setString(3, region);
                    statement.setString(4, region);
                    statement.setLong(5, before(after));
                    statement.setInt(6, size + 1);
                },
                row -> new Numbered<>(row.getLong("a_ordinal"), AttemptRows.read(row)));
        return page(rows, size);
    }

    private static long before(@Nullable String after) {
        return after == null ? Long.MAX_VALUE : Long.parseLong(after);
    }

    /** One more than asked was read, to know whether there is a next page. */
    private static <T> Page<T> page(List<Numbered<T>> rows, int size) {
        var items = rows.stream().limit(size).map(Numbered::item).toList();
        return new Page<>(
                items, rows.size() > size ? Long.toString(rows.get(size - 1).ordinal()) : null);
    }

    @Override
    public Optional<String> decision(AttemptId attempt) {
        return first(query(
                "select record from decisions where workload_id = ? and epoch = ?",
                statement -> {
                    statement.setString(1, attempt.workload().value());
                    statement.setLong(2, attempt.epoch());
                },
                row -> row.getString("record")));
    }

    @Override
    public Optional<byte[]> inputs(AttemptId attempt) {
        return first(query(
                "select inputs from decisions where workload_id = ? and epoch = ? and inputs is not null",
                statement -> {
                    statement.setString(1, attempt.workload().value());
                    statement.setLong(2, attempt.epoch());
                },
                row -> row.getBytes("inputs")));
    }

    @Override
    public int forgetRequestsBefore(Instant time) {
        return writing(connection -> {
            try (var statement = connection.prepareStatement("delete from requests where done_at < ?")) {
                statement.setObject(1, Times.toSql(time));
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void ping() {
        query("select 1", statement -> {}, row -> row.getInt(1));
    }

    private static <T> Optional<T> first(List<T> items) {
        return items.isEmpty() ? Optional.empty() : Optional.of(items.getFirst());
    }

    private interface Binding {
        void to(PreparedStatement statement) throws SQLException;
    }

    private interface Reading<T> {
        T from(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Binding binding, Reading<T> reading) {
        return inTransaction(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                binding.to(statement);
                try (var rows = statement.executeQuery()) {
                    var items = new ArrayList<T>();
                    while (rows.next()) {
                        items.add(reading.from(rows));
                    }
                    return items;
                }
            }
        });
    }

    private <T> T inTransaction(Transactions.Work<T> work) {
        return Transactions.in(database, work);
    }

    /** Only where this broker leads. */
    private <T> T writing(Transactions.Work<T> work) {
        return Transactions.in(database, connection -> {
            leadership.guard(connection);
            return work.in(connection);
        });
    }

    /** What a failure of the database means for its user. */
    static final class Failures {
        private Failures() {}

        /**
         * Classes 08 (connection), 53 (resources), 57 (operator), 58 (system), 40 (rolled back), 25 (read-only after a fail-over) pass;
         * no SQL state at all is the pool that found no connection. The rest is a fault of ours.
         */
        static Failure of(SQLException failed) {
            var state = failed.getSQLState();
            boolean passing = state == null
                    || List.of("08", "53", "57", "58", "40", "25")
                            .contains(state.substring(0, Math.min(2, state.length())));
            return passing
                    ? new Failure(
                            Reason.DATABASE_UNAVAILABLE, "the database does not answer: " + failed.getMessage(), failed)
                    : new Failure(Reason.INTERNAL, "the database refused: " + failed.getMessage(), failed);
        }
    }
}
