/** The ledger behind its guards, and who leads. */
@NullMarked
package io.isobar.broker.ledger;

import org.jspecify.annotations.NullMarked;
