package io.isobar.broker.ledger.postgres;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Why;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.workload.WorkloadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Workloads as rows. */
final class WorkloadRows {
    /** With the last attempt, if there is one, under the columns of {@link AttemptRows}. */
    static final String SELECT = "select w.ordinal as w_ordinal, w.id, w.spec, w.submitted_at, w.state as w_state,"
            + " w.reason as w_reason, w.message as w_message, w.actor, w.since, w.cancelling, w.retries, w.refusals,"
            + " w.not_before, w.avoided, w.saved, w.version, " + AttemptRows.COLUMNS
            + " from workloads w left join attempts a on a.workload_id = w.id and a.epoch = w.epoch ";

    private static final String INSERT =
            "insert into workloads (id, name, tenant, spec, submitted_at, state, reason, message,"
                    + " actor, since, cancelling, retries, refusals, not_before, avoided, saved, epoch, version)"
                    + " values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    // The version in the condition keeps a repeated, older commit from undoing a newer one.
    private static final String UPDATE =
            "update workloads set state = ?, reason = ?, message = ?, actor = ?, since = ?,"
                    + " cancelling = ?, retries = ?, refusals = ?, not_before = ?, avoided = ?, saved = ?, epoch = ?,"
                    + " version = ?"
                    + " where id = ? and version <= ?";

    private final Documents documents;

    WorkloadRows(Documents documents) {
        this.documents = documents;
    }

    void insert(Connection connection, Workload workload) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            statement.setString(1, workload.id().value());
            statement.setString(2, workload.spec().name());
            statement.setString(3, workload.spec().tenant());
            statement.setString(4, documents.spec().apply(workload.spec()));
            statement.setObject(5, Times.toSql(workload.submittedAt()));
            bindState(statement, 6, workload);
            statement.executeUpdate();
        }
    }

    void update(Connection connection, Collection<Workload> workloads) throws SQLException {
        if (workloads.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(UPDATE)) {
            for (var workload : workloads) {
                int next = bindState(statement, 1, workload);
                statement.setString(next, workload.id().value());
                statement.setLong(next + 1, workload.version());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static int bindState(PreparedStatement statement, int from, Workload workload) throws SQLException {
        var why = workload.state().why();
        int i = from;
        statement.setString(i++, stateName(workload.state()));
        statement.setString(i++, why.reason().name());
        statement.setString(i++, why.message());
        statement.setString(i++, why.actor());
        statement.setObject(i++, Times.toSql(why.since()));
        statement.setBoolean(i++, workload.cancelling());
        statement.setInt(i++, workload.retries());
        statement.setInt(i++, workload.refusals());
        statement.setObject(i++, Times.toSqlOrNull(workload.notBefore()));
        statement.setArray(
                i++,
                statement
                        .getConnection()
                        .createArrayOf("text", workload.avoided().toArray()));
        statement.setDouble(i++, workload.saved());
        statement.setLong(i++, workload.attempts());
        statement.setLong(i++, workload.version());
        return i;
    }

    Workload read(ResultSet row) throws SQLException {
        var why = new Why(
                Reason.valueOf(row.getString("w_reason")),
                row.getString("w_message"),
                row.getString("actor"),
                Times.fromSql(row, "since"));
        return new Workload(
                new WorkloadId(row.getString("id")),
                documents.specFrom().apply(row.getString("spec")),
                Times.fromSql(row, "submitted_at"),
                state(row.getString("w_state"), why),
                attempt(row),
                row.getBoolean("cancelling"),
                row.getInt("retries"),
                row.getInt("refusals"),
                Times.fromSqlOrNull(row, "not_before"),
                Set.of((String[]) row.getArray("avoided").getArray()),
                row.getDouble("saved"),
                row.getLong("version"));
    }

    private static @Nullable Attempt attempt(ResultSet row) throws SQLException {
        return row.getString("workload_id") == null ? null : AttemptRows.read(row);
    }

    static String stateName(WorkloadState state) {
        return switch (state) {
            case WorkloadState.Queued queued -> "QUEUED";
            case WorkloadState.Placing placing -> "PLACING";
            case WorkloadState.Starting starting -> "STARTING";
            case WorkloadState.Running running -> "RUNNING";
            case WorkloadState.Succeeded succeeded -> "SUCCEEDED";
            case WorkloadState.Failed failed -> "FAILED";
            case WorkloadState.Cancelled cancelled -> "CANCELLED";
        };
    }

    private static WorkloadState state(String name, Why why) {
        return switch (name) {
            case "QUEUED" -> new WorkloadState.Queued(why);
            case "PLACING" -> new WorkloadState.Placing(why);
            case "STARTING" -> new WorkloadState.Starting(why);
            case "RUNNING" -> new WorkloadState.Running(why);
            case "SUCCEEDED" -> new WorkloadState.Succeeded(why);
            case "FAILED" -> new WorkloadState.Failed(why);
            case "CANCELLED" -> new WorkloadState.Cancelled(why);
            default -> throw new IllegalStateException("the database holds an unknown state " + name);
        };
    }
}
