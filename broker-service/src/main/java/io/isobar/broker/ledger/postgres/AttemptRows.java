package io.isobar.broker.ledger.postgres;

import static io.isobar.broker.ledger.postgres.RowArrays.Column.FLAG;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.INTEGER;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.LONG;
import static io.isobar.broker.ledger.postgres.RowArrays.Column.TEXT;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.postgres.RowArrays.Column;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.End;
import io.isobar.broker.lifecycle.Progress;
import io.isobar.broker.lifecycle.Waiting;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.WorkloadId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Attempts as rows. */
final class AttemptRows {
    static final String COLUMNS =
            "a.ordinal as a_ordinal, a.workload_id, a.epoch, a.part, a.region, a.pool, a.group_index, a.variant, a.replicas,"
                    + " a.units, a.millicpus, a.memory_bytes, a.billing_mode, a.price_unit, a.price_amount, a.price_currency,"
                    + " a.price_until, a.hourly_amount, a.hourly_currency, a.expected_millis, a.state, a.outcome, a.reason, a.message,"
                    + " a.exit_code, a.unconfirmed, a.reserved_at, a.started_at, a.ended_at, a.confirmed_at, a.report_sequence,"
                    + " a.progress_steps, a.progress_total, a.progress_at, a.progress_first_steps, a.progress_first_at,"
                    + " a.waits_for, a.waits_until";

    private static final Column[] STATE_COLUMNS = {
        TEXT, LONG, INTEGER, TEXT, TEXT, TEXT, TEXT, INTEGER, FLAG, TEXT, TEXT, TEXT, LONG, LONG, LONG, TEXT, LONG,
        TEXT, TEXT, TEXT
    };
    private static final String STATE_NAMES =
            "workload_id, epoch, part, state, outcome, reason, message, exit_code, unconfirmed, started_at, ended_at,"
                    + " confirmed_at, report_sequence, progress_steps, progress_total, progress_at, progress_first_steps,"
                    + " progress_first_at, waits_for, waits_until";

    private static final Column[] GIVEN_COLUMNS = {
        TEXT, TEXT, INTEGER, INTEGER, INTEGER, INTEGER, LONG, LONG, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, LONG, TEXT
    };
    private static final String GIVEN_NAMES =
            "region, pool, group_index, variant, replicas, units, millicpus, memory_bytes, billing_mode, price_unit,"
                    + " price_amount, price_currency, price_until, hourly_amount, hourly_currency, expected_millis, reserved_at";

    private static final Column[] COLUMN_TYPES =
            Stream.of(STATE_COLUMNS, GIVEN_COLUMNS).flatMap(Arrays::stream).toArray(Column[]::new);
    private static final String NAMES = STATE_NAMES + ", " + GIVEN_NAMES;

    // What was given never changes; an attempt that has ended stays as it ended.
    private static final String UPDATE =
            "update attempts a set state = n.state, outcome = n.outcome, reason = n.reason, message = n.message,"
                    + " exit_code = n.exit_code, unconfirmed = n.unconfirmed, started_at = n.started_at::timestamptz,"
                    + " ended_at = n.ended_at::timestamptz, confirmed_at = n.confirmed_at::timestamptz,"
                    + " report_sequence = n.report_sequence, progress_steps = n.progress_steps,"
                    + " progress_total = n.progress_total, progress_at = n.progress_at::timestamptz,"
                    + " progress_first_steps = n.progress_first_steps, progress_first_at = n.progress_first_at::timestamptz,"
                    + " waits_for = n.waits_for, waits_until = n.waits_until::timestamptz"
                    + " from " + RowArrays.unnest(STATE_COLUMNS) + " as n ("
                    + STATE_NAMES + ") where a.workload_id = n.workload_id and a.epoch = n.epoch and a.part = n.part"
                    + " and a.state <> 'ENDED'";
    private static final String UPSERT = "insert into attempts (" + NAMES + ")"
            + " select workload_id, epoch, part, state, outcome, reason, message, exit_code, unconfirmed,"
            + " started_at::timestamptz, ended_at::timestamptz, confirmed_at::timestamptz, report_sequence,"
            + " progress_steps, progress_total, progress_at::timestamptz, progress_first_steps,"
            + " progress_first_at::timestamptz, waits_for, waits_until::timestamptz,"
            + " region, pool, group_index, variant, replicas, units, millicpus, memory_bytes, billing_mode, price_unit,"
            + " price_amount::numeric, price_currency, price_until::timestamptz, hourly_amount::numeric, hourly_currency,"
            + " expected_millis, reserved_at::timestamptz from " + RowArrays.unnest(COLUMN_TYPES) + " as n (" + NAMES
            + ")"
            + " on conflict (workload_id, epoch, part) do update set state = excluded.state, outcome = excluded.outcome,"
            + " reason = excluded.reason, message = excluded.message, exit_code = excluded.exit_code,"
            + " unconfirmed = excluded.unconfirmed, started_at = excluded.started_at, ended_at = excluded.ended_at,"
            + " confirmed_at = excluded.confirmed_at, report_sequence = excluded.report_sequence,"
            + " progress_steps = excluded.progress_steps, progress_total = excluded.progress_total,"
            + " progress_at = excluded.progress_at, progress_first_steps = excluded.progress_first_steps,"
            + " progress_first_at = excluded.progress_first_at,"
            + " waits_for = excluded.waits_for, waits_until = excluded.waits_until"
            + " where attempts.state <> 'ENDED'";

    private AttemptRows() {}

    /** What was only just reserved is new. Of all others the state is written; should one of them be new, too, it is put in. */
    static void put(Connection connection, Collection<Attempt> attempts) throws SQLException {
        var fresh = new RowArrays(COLUMN_TYPES);
        var known = new RowArrays(STATE_COLUMNS);
        for (var attempt : attempts) {
            if (attempt.state() instanceof AttemptState.Reserved) {
                fresh.add(whole(attempt));
            } else {
                known.add(state(attempt));
            }
        }
        if (known.execute(connection, UPDATE) < known.rows()) {
            attempts.stream()
                    .filter(attempt -> !(attempt.state() instanceof AttemptState.Reserved))
                    .forEach(attempt -> fresh.add(whole(attempt)));
        }
        fresh.execute(connection, UPSERT);
    }

    private static @Nullable Object[] whole(Attempt attempt) {
        return Stream.of(state(attempt), given(attempt)).flatMap(Arrays::stream).toArray();
    }

    private static @Nullable Object[] state(Attempt attempt) {
        var end = attempt.state() instanceof AttemptState.Ended ended ? ended.end() : null;
        var why = why(attempt.state());
        var progress = attempt.progress();
        var waiting = attempt.waiting();
        return new @Nullable Object[] {
            attempt.id().workload().value(),
            attempt.id().epoch(),
            attempt.id().part(),
            stateName(attempt.state()),
            end == null ? null : end.outcome().name(),
            why == null ? null : why.reason().name(),
            why == null ? null : why.message(),
            end == null ? null : end.exitCode(),
            attempt.unconfirmed(),
            textOf(attempt.startedAt()),
            end == null ? null : end.at().toString(),
            textOf(attempt.confirmedAt()),
            attempt.reportSequence(),
            progress == null ? null : (Long) progress.steps(),
            progress == null ? null : progress.total(),
            progress == null ? null : textOf(progress.at()),
            progress == null ? null : (Long) progress.firstSteps(),
            progress == null ? null : textOf(progress.firstAt()),
            waiting == null ? null : waiting.why(),
            waiting == null ? null : textOf(waiting.startsAt())
        };
    }

    private static @Nullable Object[] given(Attempt attempt) {
        var given = attempt.assignment();
        var offer = given.offer();
        var expected = given.expectedRunTime();
        return new @Nullable Object[] {
            given.pool().region().value(),
            given.pool().pool(),
            given.group(),
            given.variant(),
            given.replicas(),
            given.shape().units(),
            given.shape().millicpus(),
            given.shape().memoryBytes(),
            offer.mode().name(),
            offer.unit().name(),
            offer.price().toBigDecimal().toPlainString(),
            offer.price().currency().getCurrencyCode(),
            textOf(offer.validUntil()),
            given.pricePerHour().toBigDecimal().toPlainString(),
            given.pricePerHour().currency().getCurrencyCode(),
            expected == null ? null : (Long) expected.toMillis(),
            attempt.reservedAt().toString()
        };
    }

    private static @Nullable String textOf(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private record Because(Reason reason, String message) {}

    /** Why it ended or was told to; null: neither. */
    private static @Nullable Because why(AttemptState state) {
        return switch (state) {
            case AttemptState.Stopping stopping -> new Because(stopping.reason(), stopping.message());
            case AttemptState.Ended ended ->
                new Because(ended.end().reason(), ended.end().message());
            case AttemptState.Reserved reserved -> null;
            case AttemptState.Held held -> null;
            case AttemptState.Starting starting -> null;
            case AttemptState.Running running -> null;
        };
    }

    static Attempt read(ResultSet row) throws SQLException {
        var started = Times.fromSqlOrNull(row, "started_at");
        return new Attempt(
                new AttemptId(new WorkloadId(row.getString("workload_id")), row.getLong("epoch"), row.getInt("part")),
                assignment(row),
                state(row, started),
                row.getBoolean("unconfirmed"),
                Times.fromSql(row, "reserved_at"),
                started,
                Times.fromSqlOrNull(row, "confirmed_at"),
                row.getLong("report_sequence"),
                progress(row),
                waiting(row));
    }

    private static @Nullable Waiting waiting(ResultSet row) throws SQLException {
        var why = row.getString("waits_for");
        return why == null ? null : new Waiting(why, Times.fromSqlOrNull(row, "waits_until"));
    }

    private static @Nullable Progress progress(ResultSet row) throws SQLException {
        var at = Times.fromSqlOrNull(row, "progress_at");
        return at == null
                ? null
                : new Progress(
                        row.getLong("progress_steps"),
                        row.getObject("progress_total", Long.class),
                        at,
                        row.getLong("progress_first_steps"),
                        Times.fromSql(row, "progress_first_at"));
    }

    private static Assignment assignment(ResultSet row) throws SQLException {
        long expected = row.getLong("expected_millis");
        var runTime = row.wasNull() ? null : Duration.ofMillis(expected);
        return new Assignment(
                new PoolKey(new RegionName(row.getString("region")), row.getString("pool")),
                row.getInt("group_index"),
                row.getInt("variant"),
                row.getInt("replicas"),
                new ReplicaShape(row.getInt("units"), row.getLong("millicpus"), row.getLong("memory_bytes")),
                new Offer(
                        BillingMode.valueOf(row.getString("billing_mode")),
                        Offer.Unit.valueOf(row.getString("price_unit")),
                        money(row, "price"),
                        Times.fromSqlOrNull(row, "price_until")),
                money(row, "hourly"),
                runTime);
    }

    private static Money money(ResultSet row, String prefix) throws SQLException {
        return Money.of(
                row.getBigDecimal(prefix + "_amount"), Currency.getInstance(row.getString(prefix + "_currency")));
    }

    static String stateName(AttemptState state) {
        return switch (state) {
            case AttemptState.Reserved reserved -> "RESERVED";
            case AttemptState.Held held -> "HELD";
            case AttemptState.Starting starting -> "STARTING";
            case AttemptState.Running running -> "RUNNING";
            case AttemptState.Stopping stopping -> "STOPPING";
            case AttemptState.Ended ended -> "ENDED";
        };
    }

    private static AttemptState state(ResultSet row, @Nullable Instant started) throws SQLException {
        return switch (row.getString("state")) {
            case "RESERVED" -> new AttemptState.Reserved();
            case "HELD" -> new AttemptState.Held();
            case "STARTING" -> new AttemptState.Starting();
            case "RUNNING" -> new AttemptState.Running(started == null ? Times.fromSql(row, "reserved_at") : started);
            case "STOPPING" ->
                new AttemptState.Stopping(Reason.valueOf(row.getString("reason")), row.getString("message"));
            case "ENDED" ->
                new AttemptState.Ended(new End(
                        End.Outcome.valueOf(row.getString("outcome")),
                        Reason.valueOf(row.getString("reason")),
                        row.getString("message"),
                        row.getObject("exit_code", Integer.class),
                        Times.fromSql(row, "ended_at")));
            default -> throw new IllegalStateException("the database holds an unknown state " + row.getString("state"));
        };
    }
}
