/** What every ledger must do, and a ledger in memory that does it. */
@NullMarked
package io.isobar.integration.ledger;

import org.jspecify.annotations.NullMarked;
