/** The ledger in PostgreSQL. The schema is in {@code db/migration}. */
@NullMarked
package io.isobar.broker.ledger.postgres;

import org.jspecify.annotations.NullMarked;
