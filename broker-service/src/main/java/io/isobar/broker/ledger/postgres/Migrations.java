package io.isobar.broker.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/**
 * The schema of the database, which only goes forward. A database that another build of the broker wrote by migrations that this one does
 * not have, or has otherwise, is left alone: what its columns mean is not known here.
 */
public final class Migrations {
    private final Flyway flyway;

    public Migrations(Flyway flyway) {
        this.flyway = flyway;
    }

    /**
     * Does what was not done yet.
     *
     * @throws IllegalStateException as {@link #check} does, and where the schema would change while a broker leads that does not know the new
     *     one; before anything is changed
     */
    public void run() {
        check();
        refuseWhileABrokerLeads();
        flyway.migrate();
    }

    /** Who waits to lead needs no refusal: it looks at the schema when it takes the lead. */
    private void refuseWhileABrokerLeads() {
        // Asked for first: one that begins with this broker may be changing the schema, and leads only when that is
        // done.
        var holder = Transactions.in(flyway.getConfiguration().getDataSource(), Migrations::holder);
        var info = flyway.info();
        var pending = info.pending();
        if (holder.isPresent() && pending.length > 0) {
            throw new IllegalStateException("the database has schema version "
                    + info.current().getVersion() + " and this broker needs "
                    + pending[pending.length - 1].getVersion() + ", but broker "
                    + holder.get() + " leads and does not know that: stop all brokers, then start this one;"
                    + " nothing was changed");
        }
    }

    private static Optional<String> holder(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var there = statement.executeQuery("select to_regclass('leadership') is not null")) {
                if (!there.next() || !there.getBoolean(1)) {
                    return Optional.empty();
                }
            }
            try (var rows =
                    statement.executeQuery("select holder from leadership where " + LeaderSession.IS_ATTENDED)) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /**
     * Looks whether all that was done in the database is known here and unchanged.
     *
     * @throws IllegalStateException with every difference, its versions, and what to do
     */
    public void check() {
        var info = flyway.info();
        var newest = Arrays.stream(info.all())
                .filter(one -> one.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
        var problems = new ArrayList<String>();
        for (var one : info.all()) {
            var name = one.getVersion() + " (\"" + one.getDescription() + "\")";
            if (one.getState().isFailed()) {
                problems.add("the migration to version " + name
                        + " failed and was left so: restore a backup from before it");
            } else if (one.getState().isApplied() && !one.getState().isResolved()) {
                problems.add("the database has schema version " + name + ", and this broker knows versions up to "
                        + newest + ": start a broker that knows it, or restore a backup from before the upgrade");
            } else if (one.getState().isApplied() && !one.isChecksumMatching()) {
                problems.add("schema version " + name
                        + " was made by another migration than the one of that number that this broker has (checksums differ): "
                        + "start the build that made it");
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalStateException("this broker cannot use the database, and has changed nothing in it: "
                    + String.join("; ", problems));
        }
    }
}
