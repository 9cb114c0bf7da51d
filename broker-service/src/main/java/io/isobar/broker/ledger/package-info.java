/** Durable commitments: what was accepted, decided and became of it. The port; its adapter is {@code ledger.postgres}. */
@NullMarked
package io.isobar.broker.ledger;

import org.jspecify.annotations.NullMarked;
